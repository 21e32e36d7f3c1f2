namespace Web;

/// <summary>The last questions with their answers, by name: no more than a given number, whatever is asked.</summary>
internal sealed class OrderStore(int most)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (OrderRequest Known, OrderAnswer Answer)> orders = [];
    private readonly Queue<string> oldestFirst = new();

    internal int Count
    {
        get
        {
            lock (gate)
            {
                return orders.Count;
            }
        }
    }

    internal OrderAnswer Keep(OrderRequest known, OrderAnswer answer)
    {
        lock (gate)
        {
            if (orders.TryAdd(answer.Id, (known, answer)))
            {
                oldestFirst.Enqueue(answer.Id);
                if (oldestFirst.Count > most)
                {
                    orders.Remove(oldestFirst.Dequeue());
                }
            }
        }

        return answer;
    }

    internal (OrderRequest Known, OrderAnswer Answer)? Find(string id)
    {
        lock (gate)
        {
            return orders.TryGetValue(id, out var order) ? order : null;
        }
    }
}

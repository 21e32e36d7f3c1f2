using System.Security.Cryptography;
using System.Text;

namespace DiffProb;

/// <summary>Signs messages by HMAC-SHA256, and tells those that nobody else could have signed.</summary>
/// <param name="key">The key; empty for messages that are not signed.</param>
internal sealed class MessageSigner(byte[] key)
{
    // As many signatures are remembered, so that a message that somebody has recorded does not run twice.
    private const int Remembered = 65_536;

    private readonly Lock access = new();
    private readonly HashSet<string> seen = [];
    private readonly Queue<string> order = new();

    /// <summary>The signature: lower-case hexadecimal digits.</summary>
    public byte[] Sign(IEnumerable<byte[]> parts)
    {
        if (key.Length == 0)
        {
            return [];
        }

        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var part in parts)
        {
            hash.AppendData(part);
        }

        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Tests a signature, in a time that does not tell how much of it is right.</summary>
    /// <exception cref="RefusedMessageException">It is another, or came before.</exception>
    public void Test(byte[] signature, IEnumerable<byte[]> parts)
    {
        if (key.Length == 0)
        {
            return;
        }

        if (!CryptographicOperations.FixedTimeEquals(signature, Sign(parts)))
        {
            throw new RefusedMessageException(signature.Length == 0 ? "it is not signed" : "its signature is not of this kernel's key");
        }

        lock (access)
        {
            var text = Encoding.ASCII.GetString(signature);
            if (!seen.Add(text))
            {
                throw new RefusedMessageException("it came before");
            }

            order.Enqueue(text);
            if (order.Count > Remembered)
            {
                seen.Remove(order.Dequeue());
            }
        }
    }
}

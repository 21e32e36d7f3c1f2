using DiffProb;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Web;

/// <summary>What the service does not do. The rest DiffProb refuses itself, in words that are worth passing on.</summary>
internal sealed class Refusal(IProblemDetailsService problems) : IExceptionHandler
{
    internal const int MostDays = 1000;
    internal const int MostSteps = 10_000;

    /// <summary>Limits of what one request may take.</summary>
    /// <exception cref="ValueException">It is beyond them.</exception>
    internal static void Check(OrderRequest known)
    {
        if (known.Demand is not { Length: > 0 and <= MostDays })
        {
            throw new ValueException($"demand must have 1 to {MostDays} days, but it has {known.Demand?.Length ?? 0}.");
        }

        if (Array.FindIndex(known.Demand, d => d <= 0.0) is >= 0 and var day)
        {
            throw new ValueException($"demand must be above 0, but on day {day + 1} it is {known.Demand[day]}.");
        }

        if (known.Steps > MostSteps)
        {
            throw new ValueException($"steps must be at most {MostSteps}, but they are {known.Steps}.");
        }

        if (!(known.Price > known.Expense && known.Expense > 0.0))
        {
            throw new ValueException($"price must be above expense, and expense above 0, but they are {known.Price} and {known.Expense}.");
        }
    }

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not DiffProbException)
        {
            return false;
        }

        httpContext.Response.StatusCode = StatusCodes.Status400BadRequest;
        var problem = new ProblemDetails { Status = StatusCodes.Status400BadRequest, Title = "The question is wrong.", Detail = exception.Message };
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }
}

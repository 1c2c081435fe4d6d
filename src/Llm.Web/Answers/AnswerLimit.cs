using System.Threading.RateLimiting;
using Llm.Serving;
using Llm.Web.Access;

namespace Llm.Web.Answers;

/// <summary>Limits how many answers each client gets at a time; others wait for their turn, and too many are refused.</summary>
internal sealed class AnswerLimit(ServeSettings settings) : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    private readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.Create<HttpContext, string>(
        context => RateLimitPartition.GetConcurrencyLimiter(
            ClientIdentity.Of(context),
            _ => new ConcurrencyLimiterOptions
            {
                PermitLimit = settings.Answers,
                QueueLimit = settings.Waiting,
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
            }));

    /// <summary>Waits for the client's turn, which ends when the result is disposed.</summary>
    /// <exception cref="ServedException">Too many requests of the client are waiting.</exception>
    public async Task<IDisposable> EnterAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var lease = await limiter.AcquireAsync(context, permitCount: 1, cancellationToken);
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        throw new ServedException(new ServedError(
            429,
            ServedErrorKind.RateLimit,
            $"This client has {settings.Answers} answers under way and {settings.Waiting} requests waiting. Try again later, or start the "
            + "server with other limits: --answers and --waiting.",
            Wait));
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}

using System.Globalization;
using System.Net;

namespace Llm.Providers.Http;

/// <summary>
/// Decides whether and when a request is sent again, by the rules of OpenAI's own client (openai-python 2, <c>_base_client.py</c>).
/// </summary>
internal static class RetryPolicy
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan MaxRequestedDelay = TimeSpan.FromSeconds(60);

    /// <summary>Whether a request with this answer is sent again; the server's own header takes precedence over the status.</summary>
    public static bool ShouldRetry(HttpResponseMessage response) => Header(response, "x-should-retry") switch
    {
        "true" => true,
        "false" => false,
        _ => response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests
            or >= HttpStatusCode.InternalServerError,
    };

    /// <summary>The delay after the attempt with number <paramref name="attempt"/>, counted from 0.</summary>
    public static TimeSpan Delay(HttpResponseMessage? response, int attempt, DateTimeOffset now)
    {
        if (response is not null && RetryAfter(response, now) is { } requested && requested <= MaxRequestedDelay) return requested;
        var delay = TimeSpan.FromTicks(Math.Min(FirstDelay.Ticks << attempt, MaxDelay.Ticks));
        // Jitter: clients that failed together should not retry together.
        return delay * (1 - (0.25 * Random.Shared.NextDouble()));
    }

    /// <summary>How long the server asks to wait; null if it does not, or if the time is negative or not a number.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        if (Number(response, "retry-after-ms") is { } milliseconds) return Seconds(milliseconds / 1000);
        if (Number(response, "retry-after") is { } seconds) return Seconds(seconds);
        return response.Headers.RetryAfter?.Date is { } date ? Seconds((date - now).TotalSeconds) : null;
    }

    private static TimeSpan? Seconds(double seconds) =>
        seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private static double? Number(HttpResponseMessage response, string name) =>
        double.TryParse(Header(response, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

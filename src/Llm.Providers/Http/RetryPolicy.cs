using System.Globalization;
using System.Net;

namespace Llm.Providers.Http;

/// <summary>
/// When a request is sent again and how long to wait: the rules of OpenAI's own client (openai-python 2, <c>_base_client.py</c>).
/// </summary>
internal static class RetryPolicy
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LongestAskedDelay = TimeSpan.FromSeconds(60);

    /// <summary>Whether an answer with this status is worth another try; the server's own word counts first.</summary>
    public static bool ShouldRetry(HttpResponseMessage response) => Header(response, "x-should-retry") switch
    {
        "true" => true,
        "false" => false,
        _ => response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests
            or >= HttpStatusCode.InternalServerError,
    };

    /// <summary>How long to wait before try number <paramref name="attempt"/> + 1, counted from 0.</summary>
    public static TimeSpan Delay(HttpResponseMessage? response, int attempt, DateTimeOffset now)
    {
        if (response is not null && AskedDelay(response, now) is { } asked) return asked;
        var delay = TimeSpan.FromTicks(Math.Min(FirstDelay.Ticks << attempt, LongestDelay.Ticks));
        // Clients that failed together should not come back together.
        return delay * (1 - (0.25 * Random.Shared.NextDouble()));
    }

    private static TimeSpan? AskedDelay(HttpResponseMessage response, DateTimeOffset now)
    {
        if (Number(response, "retry-after-ms") is { } milliseconds) return Bounded(milliseconds / 1000);
        if (Number(response, "retry-after") is { } seconds) return Bounded(seconds);
        return response.Headers.RetryAfter?.Date is { } date ? Bounded((date - now).TotalSeconds) : null;
    }

    /// <summary>Null for what is no time to wait: too long, negative or not a number at all.</summary>
    private static TimeSpan? Bounded(double seconds) =>
        seconds > 0 && seconds <= LongestAskedDelay.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;

    private static double? Number(HttpResponseMessage response, string name) =>
        double.TryParse(Header(response, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

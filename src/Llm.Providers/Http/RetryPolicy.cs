using System.Globalization;
using System.Net;

namespace Llm.Providers.Http;

/// <summary>When a request is sent again and how long to wait: the rules of OpenAI's own client (openai-python 2, <c>_base_client.py</c>).</summary>
internal static class RetryPolicy
{
    /// <summary>How often a request is sent again.</summary>
    public const int Retries = 2;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LongestAskedDelay = TimeSpan.FromSeconds(60);

    /// <summary>Whether an answer with this status is worth another try; the server's own word counts first.</summary>
    public static bool ShouldRetry(HttpResponseMessage response) => Header(response, "x-should-retry") switch
    {
        "true" => true,
        "false" => false,
        _ => response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
    };

    /// <summary>How long to wait before try number <paramref name="attempt"/> + 1, counted from 0.</summary>
    public static TimeSpan Delay(HttpResponseMessage? response, int attempt, DateTimeOffset now)
    {
        if (response is not null && AskedDelay(response, now) is { } asked && asked > TimeSpan.Zero && asked <= LongestAskedDelay) return asked;
        var delay = TimeSpan.FromTicks(Math.Min(FirstDelay.Ticks << attempt, LongestDelay.Ticks));
        // Clients that failed together should not come back together.
        return delay * (1 - (0.25 * Random.Shared.NextDouble()));
    }

    private static TimeSpan? AskedDelay(HttpResponseMessage response, DateTimeOffset now)
    {
        if (double.TryParse(Header(response, "retry-after-ms"), CultureInfo.InvariantCulture, out var milliseconds)) return TimeSpan.FromMilliseconds(milliseconds);
        var asked = response.Headers.RetryAfter;
        return asked?.Delta ?? (asked?.Date is { } date ? date - now : null);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

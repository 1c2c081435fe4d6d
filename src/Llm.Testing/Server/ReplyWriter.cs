using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Llm.Testing;

/// <summary>Sends a reply.</summary>
internal static class ReplyWriter
{
    public static async Task WriteAsync(HttpContext context, FakeReply reply)
    {
        if (reply.CutAfter == 0)
        {
            await HangUpAsync(context);
            return;
        }

        var response = context.Response;
        response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers) response.Headers.Append(name, value);
        if (reply.Writes.Count == 0) response.ContentLength = 0;
        if (reply.Writes is [var only]) response.ContentLength = only.Length;
        await response.StartAsync(context.RequestAborted);
        var left = reply.CutAfter ?? int.MaxValue;
        foreach (var (position, write) in reply.Writes.Index())
        {
            if (position == reply.StallAfter) await StallAsync(context);
            if (reply.Pause > TimeSpan.Zero) await Task.Delay(reply.Pause, context.RequestAborted);
            var part = write[..Math.Min(write.Length, left)];
            await response.Body.WriteAsync(part, context.RequestAborted);
            await response.Body.FlushAsync(context.RequestAborted);
            left -= part.Length;
            if (left == 0) break;
        }

        if (reply.StallAfter >= reply.Writes.Count) await StallAsync(context);
        if (reply.CutAfter is not null) await HangUpAsync(context);
    }

    private static Task StallAsync(HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);

    /// <summary>Closes the connection without ending the answer, after everything so far has been sent.</summary>
    private static async Task HangUpAsync(HttpContext context)
    {
        var features = context.Features;
        await features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output.CompleteAsync();
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration =
            features.GetRequiredFeature<IConnectionLifetimeFeature>().ConnectionClosed.Register(closed.SetResult);
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        context.Abort();
    }
}

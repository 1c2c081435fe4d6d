using System.Collections.Concurrent;

namespace Llm.Providers.Tests;

/// <summary>A clock on which every wait is over at once; it remembers how long each should have been.</summary>
public sealed class InstantClock : TimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> waits = [];

    public static DateTimeOffset Now { get; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public IReadOnlyList<TimeSpan> Waits => [.. waits];

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        waits.Enqueue(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}

namespace Llm.Benchmarks;

/// <summary>Measures two things in turn, so that a machine whose speed drifts slows both.</summary>
internal static class Pairs
{
    private const int WarmUps = 2;

    public static (TimeSpan Ours, TimeSpan Theirs) Measure(int runs, Func<TimeSpan> ours, Func<TimeSpan> theirs)
    {
        var (a, b) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < runs + WarmUps; i++)
        {
            var (first, second) = (ours(), theirs());
            if (i < WarmUps) continue;
            a.Add(first);
            b.Add(second);
        }

        return (Median(a), Median(b));
    }

    public static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}

namespace Llm.Benchmarks;

/// <summary>Times of two programs that were measured in turn, so that changes in the machine's speed affect both.</summary>
internal sealed class Pairs
{
    private const int WarmUps = 2;
    private const int Resamples = 10_000;

    private readonly List<TimeSpan> ours = [];
    private readonly List<TimeSpan> theirs = [];

    private Pairs()
    {
    }

    /// <summary>The median time of the first.</summary>
    public TimeSpan Ours => Median(ours);

    /// <summary>The median time of the second.</summary>
    public TimeSpan Theirs => Median(theirs);

    /// <summary>The first median divided by the second.</summary>
    public double Ratio => Ours / Theirs;

    /// <summary>Measures pairs after a warm-up; the order of the two alternates from pair to pair.</summary>
    public static Pairs Measure(int runs, Func<TimeSpan> ours, Func<TimeSpan> theirs)
    {
        var pairs = new Pairs();
        for (var i = -WarmUps; i < runs; i++)
        {
            var theirsFirst = i % 2 == 0 ? theirs() : (TimeSpan?)null;
            var mine = ours();
            var other = theirsFirst ?? theirs();
            if (i < 0) continue;
            pairs.ours.Add(mine);
            pairs.theirs.Add(other);
        }

        return pairs;
    }

    /// <summary>The 95 % interval of <see cref="Ratio"/>, by resampling the pairs with replacement and a fixed seed.</summary>
    public (double Low, double High) Interval()
    {
        var random = new Random(1);
        var ratios = new double[Resamples];
        var drawn = new int[ours.Count];
        for (var i = 0; i < Resamples; i++)
        {
            for (var j = 0; j < drawn.Length; j++) drawn[j] = random.Next(ours.Count);
            ratios[i] = Median(drawn.Select(pair => ours[pair])) / Median(drawn.Select(pair => theirs[pair]));
        }

        Array.Sort(ratios);
        return (ratios[(int)(Resamples * 0.025)], ratios[(int)(Resamples * 0.975)]);
    }

    public static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }
}

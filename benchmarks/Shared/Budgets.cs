using System.Globalization;

namespace Llm.Benchmarks;

/// <summary>Prints figures beside those that they are held against, and remembers whether one is over its budget.</summary>
internal sealed class Budgets
{
    /// <summary>Whether a ratio was greater than its budget.</summary>
    public bool AreMissed { get; private set; }

    /// <summary>Prints a figure, another one and their ratio.</summary>
    public void Report(string name, double ours, string other, double theirs, double budget)
    {
        var ratio = ours / theirs;
        AreMissed |= ratio > budget;
        var figures = string.Create(CultureInfo.InvariantCulture, $"{name}: {ours:0.00}, {other}: {theirs:0.0}, ratio {ratio:0.000}");
        var verdict = ratio > budget ? "  MISSED" : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figures} (budget {budget:0.000}){verdict}"));
    }
}

namespace Llm;

/// <summary>What approximate searches for the ten nearest found, beside exact ones for the same entries.</summary>
/// <param name="Searches">The number of searches.</param>
/// <param name="Recall">The part of the nearest entries that was found, from 0 to 1.</param>
/// <param name="Approximate">The time of an approximate search: the median.</param>
/// <param name="Exact">The time of an exact search: the median.</param>
public sealed record IndexCheck(int Searches, double Recall, TimeSpan Approximate, TimeSpan Exact);

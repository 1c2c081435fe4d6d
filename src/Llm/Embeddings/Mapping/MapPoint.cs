namespace Llm;

/// <summary>A point of a map.</summary>
/// <param name="Label">What is shown for it.</param>
/// <param name="X">From -1, left, to 1.</param>
/// <param name="Y">From -1, bottom, to 1.</param>
/// <param name="Cluster">The number of its cluster, from 0; clusters are ordered by size.</param>
public sealed record MapPoint(string Label, double X, double Y, int Cluster);

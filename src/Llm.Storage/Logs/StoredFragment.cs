namespace Llm.Storage.Logs;

/// <summary>A fragment as it is stored.</summary>
/// <param name="Id">The row id.</param>
/// <param name="Hash">The SHA-256 it is stored under.</param>
/// <param name="Content">The text.</param>
/// <param name="DatetimeUtc">When it was first used, as it is stored.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Aliases">The names that the user gave it.</param>
public sealed record StoredFragment(
    long Id, string Hash, string Content, string? DatetimeUtc, string? Source, IReadOnlyList<string> Aliases)
{
    /// <summary>The fragment to be used in a prompt.</summary>
    public Fragment ToFragment() => new(Content, Source);
}

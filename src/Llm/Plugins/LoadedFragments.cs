namespace Llm;

/// <summary>What a fragment loader brings.</summary>
/// <param name="Fragments">Texts.</param>
/// <param name="Attachments">Images, documents, sounds.</param>
public sealed record LoadedFragments(IReadOnlyList<Fragment> Fragments, IReadOnlyList<Attachment> Attachments)
{
    /// <summary>Nothing.</summary>
    public static LoadedFragments None { get; } = new([], []);
}

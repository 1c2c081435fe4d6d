namespace Llm.Storage.Logs;

/// <summary>A stored fragment that texts may refer to.</summary>
/// <param name="Content">The text.</param>
/// <param name="Id">The row id.</param>
internal sealed record FragmentText(string Content, long Id);

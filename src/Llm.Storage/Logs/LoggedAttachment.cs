namespace Llm.Storage.Logs;

/// <summary>An attachment without its bytes.</summary>
/// <param name="Id">The id it is stored under.</param>
/// <param name="Type">The media type.</param>
/// <param name="Path">The file it was read from.</param>
/// <param name="Url">The address it was fetched from.</param>
/// <param name="ContentLength">The number of bytes in the database; null if they are not there.</param>
public sealed record LoggedAttachment(string Id, string? Type, string? Path, string? Url, long? ContentLength);

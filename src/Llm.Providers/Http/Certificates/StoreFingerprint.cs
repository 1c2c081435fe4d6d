namespace Llm.Providers.Http.Certificates;

/// <summary>The state of the files of the system's store.</summary>
/// <param name="Text">Differs if any file of the store was added, removed, replaced or changed.</param>
/// <param name="IsSettled">
/// Whether the newest change is old enough that another one would get another time: the clock of a file system advances in steps of some
/// milliseconds.
/// </param>
internal sealed record StoreFingerprint(string Text, bool IsSettled);

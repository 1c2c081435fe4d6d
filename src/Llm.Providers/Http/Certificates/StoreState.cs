namespace Llm.Providers.Http.Certificates;

/// <summary>The state of the files of the system's store.</summary>
/// <param name="Fingerprint">Differs if any file of the store was added, removed, replaced or changed.</param>
/// <param name="Files">The entries of the store's folders on which the fingerprint depends.</param>
/// <param name="IsSettled">
/// Whether the newest change is old enough that another one would get another time: the clock of a file system advances in steps of some
/// milliseconds.
/// </param>
internal sealed record StoreState(string Fingerprint, IReadOnlyList<string> Files, bool IsSettled);

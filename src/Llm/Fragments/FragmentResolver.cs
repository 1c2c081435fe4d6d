namespace Llm;

/// <summary>
/// Creates fragments from what users type: a URL, <c>-</c> for standard input, <c>prefix:argument</c> for a loader,
/// the alias or hash of a stored fragment, or a path.
/// </summary>
/// <param name="web">Fetches URLs.</param>
/// <param name="store">Stored fragments; null if there are none.</param>
/// <param name="loaders">Loaders by prefix.</param>
/// <param name="readInput">Reads standard input.</param>
public sealed class FragmentResolver(
    WebContent web,
    IContentStore? store,
    Func<IReadOnlyDictionary<string, RegisteredLoader<FragmentLoader>>> loaders,
    Func<CancellationToken, Task<string>> readInput)
{
    /// <summary>Resolves fragments in the given order.</summary>
    /// <param name="values">The texts that the user typed.</param>
    /// <param name="allowAttachments">Whether a loader may return attachments.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="LlmException">A fragment cannot be found or read.</exception>
    public Task<LoadedFragments> ResolveAsync(
        IReadOnlyCollection<string> values, bool allowAttachments, CancellationToken cancellationToken = default) =>
        values.Count == 0 ? Task.FromResult(LoadedFragments.None) : ResolveAllAsync(values, allowAttachments, cancellationToken);

    private async Task<LoadedFragments> ResolveAllAsync(
        IEnumerable<string> values, bool allowAttachments, CancellationToken cancellationToken)
    {
        var fragments = new List<Fragment>();
        var attachments = new List<Attachment>();
        foreach (var value in values)
        {
            if (await LoadAsync(value, cancellationToken) is { } loaded)
            {
                if (!allowAttachments && loaded.Attachments.Count > 0)
                {
                    throw new LlmException(
                        $"Could not load fragment {value}: Fragment loader {Prefix(value)} returned a disallowed attachment");
                }

                fragments.AddRange(loaded.Fragments);
                attachments.AddRange(loaded.Attachments);
            }
            else
            {
                fragments.Add(await ResolveOneAsync(value, cancellationToken));
            }
        }

        return new LoadedFragments(fragments, attachments);
    }

    /// <summary>Whether the text begins like a loader's prefix: letters, digits, <c>_</c> and <c>-</c>, then a colon.</summary>
    public static bool HasPrefix(string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && value.AsSpan(0, colon).IndexOfAnyExcept(PrefixCharacters) < 0;
    }

    private static readonly System.Buffers.SearchValues<char> PrefixCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    /// <summary>The prefix of a text that has one.</summary>
    internal static string Prefix(string value) => value[..value.IndexOf(':', StringComparison.Ordinal)];

    private static bool IsAddress(string value) =>
        value.StartsWith("http://", StringComparison.Ordinal) || value.StartsWith("https://", StringComparison.Ordinal);

    private async Task<LoadedFragments?> LoadAsync(string value, CancellationToken cancellationToken)
    {
        if (IsAddress(value) || !HasPrefix(value) || Path.Exists(value)) return null;
        var prefix = Prefix(value);
        if (!loaders().TryGetValue(prefix, out var loader)) throw new LlmException($"Unknown fragment prefix: {prefix}");
        try
        {
            return await loader.Loader(value[(prefix.Length + 1)..], cancellationToken);
        }
        catch (Exception ex) when (ex is not (OperationCanceledException or RuntimeCodeRequiredException))
        {
            throw new LlmException($"Could not load fragment {value}: {ex.Message}", ex);
        }
    }

    private async Task<Fragment> ResolveOneAsync(string value, CancellationToken cancellationToken)
    {
        if (IsAddress(value)) return new Fragment(await web.GetTextAsync(value, WebContent.UsualRedirects, cancellationToken), value);
        if (value == "-") return new Fragment(await readInput(cancellationToken), "-");
        var stored = store is null ? null : await store.FindFragmentAsync(value, cancellationToken);
        return stored ?? ReadFile(value);
    }

    private static Fragment ReadFile(string path)
    {
        try
        {
            return new Fragment(TextFile.Read(path), RealPath.Of(path));
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw new UnknownNameException($"Fragment '{path}' not found", NameKind.Fragment, path, ex);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            var reason = Directory.Exists(path) ? "it is a directory" : ex.Message;
            throw new LlmException($"Fragment '{path}' cannot be read: {reason}", ex);
        }
    }
}

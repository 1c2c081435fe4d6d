namespace Llm;

/// <summary>Loads templates by name, path, URL or <c>prefix:argument</c>, and stores the user's own templates.</summary>
/// <param name="directory">The user directory, which holds the user's templates.</param>
/// <param name="web">Fetches URLs.</param>
/// <param name="loaders">Loaders by prefix.</param>
public sealed class TemplateStore(
    UserDirectory directory, WebContent web, Func<IReadOnlyDictionary<string, RegisteredLoader<TemplateLoader>>> loaders)
{
    /// <summary>The directory of the user's templates.</summary>
    public string Path => directory.TemplatesDirectory;

    /// <summary>Loads a template.</summary>
    /// <exception cref="LlmException">There is no such template, or it is not valid.</exception>
    public async Task<Template> LoadAsync(string name, CancellationToken cancellationToken = default)
    {
        if (IsUrl(name))
        {
            return TemplateText.Parse(name, await FetchAsync(name, cancellationToken), isTrusted: false);
        }

        if (OwnFile(name) is not { } path) return await LoadWithPrefixAsync(name, cancellationToken);
        return TemplateText.Parse(
            name, ReadFile(path) ?? throw new UnknownNameException($"Invalid template: {name}", NameKind.Template, name), isTrusted: true);
    }

    /// <summary>The user's readable templates, in order of their names.</summary>
    public IEnumerable<Template> List()
    {
        if (!Directory.Exists(Path)) yield break;
        foreach (var file in Directory.EnumerateFiles(Path, "*.yaml").OrderBy(
            System.IO.Path.GetFileNameWithoutExtension, StringComparer.Ordinal))
        {
            Template template;
            try
            {
                if (ReadFile(file) is not { } text) continue;
                template = TemplateText.Parse(System.IO.Path.GetFileNameWithoutExtension(file), text, isTrusted: true);
            }
            catch (LlmException)
            {
                continue;
            }

            yield return template;
        }
    }

    /// <summary>Saves a user's template.</summary>
    /// <exception cref="LlmException">The file cannot be written.</exception>
    public void Save(string name, string yaml) => AtomicFile.WriteAllText(FileOf(name), yaml);

    /// <summary>The path of a user's template.</summary>
    public string FileOf(string name) => System.IO.Path.Combine(Path, $"{name}.yaml");

    /// <summary>The file of a template of the user's own, whether it exists or not; null for a URL or a name with a prefix.</summary>
    internal string? OwnFile(string name)
    {
        if (IsUrl(name)) return null;
        if (File.Exists(name)) return name;
        return FragmentResolver.HasPrefix(name) ? null : FileOf(name);
    }

    private static bool IsUrl(string name) =>
        name.StartsWith("http://", StringComparison.Ordinal) || name.StartsWith("https://", StringComparison.Ordinal);

    private static string? ReadFile(string path)
    {
        try
        {
            return TextFile.Read(path);
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"Cannot read {path}: {ex.Message}", ex);
        }
    }

    private async Task<string> FetchAsync(string url, CancellationToken cancellationToken)
    {
        try
        {
            return await web.GetTextAsync(url, redirects: 0, cancellationToken);
        }
        catch (LlmException ex)
        {
            throw new LlmException($"Could not load template {url}: {ex.Message}", ex);
        }
    }

    private async Task<Template> LoadWithPrefixAsync(string name, CancellationToken cancellationToken)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (!loaders().TryGetValue(name[..colon], out var loader)) throw new LlmException($"Unknown template prefix: {name[..colon]}");
        try
        {
            return await loader.Loader(name[(colon + 1)..], cancellationToken) with { IsTrusted = false };
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            throw new LlmException($"Could not load template {name}: {ex.Message}", ex);
        }
    }
}

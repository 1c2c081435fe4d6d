using System.Diagnostics.CodeAnalysis;

namespace Llm.Plugins;

/// <summary>Makes the project of a new plugin from the template that lies beside the program.</summary>
public static class NewPlugin
{
    /// <summary>What a plugin can add, as the template calls it; the first is the usual one.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["model", "embedding", "tool", "loader", "command"];

    /// <summary>Makes the project.</summary>
    /// <param name="name">The name of the project, which becomes the ID of the package.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="folder">The folder, which is created; it may exist if it is empty.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="LlmException">
    /// The name is not one for a package, the folder has something in it, or there is no .NET SDK.
    /// </exception>
    [RequiresUnreferencedCode(RuntimeCode.Reason)]
    public static async Task CreateAsync(string name, string kind, string folder, CancellationToken cancellationToken)
    {
        if (!IsName(name))
        {
            throw new LlmException(
                $"'{name}' cannot be the name of a package with a plugin. Use words of letters, digits and _ with . or - between them, "
                + "each beginning with a letter, such as Llm.Pelican.");
        }

        if (name.Split('.').FirstOrDefault(word => typeof(Model).Assembly.GetType($"Llm.{word}") is not null) is { } hidden)
        {
            throw new LlmException($"'{name}' would hide the class {hidden} of the library. Use another word.");
        }

        if (File.Exists(folder)) throw new LlmException($"{folder} is a file. Name a folder with -o.");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new LlmException($"The folder {folder} is not empty. Name another one with -o.");
        var template = Path.Combine(AppContext.BaseDirectory, "templates", "llm-plugin");
        var words = (string[])["llm-plugin", "--name", name, "--kind", kind, "--output", Path.GetFullPath(folder)];
        await DotnetSdk.Find().NewAsync(template, words, cancellationToken);
    }

    /// <summary>Whether the name can be that of a package, and its words those of a namespace, other than the library's own.</summary>
    private static bool IsName(string name) =>
        name.Split('.', '-').All(word =>
            word.Length > 0 && char.IsAsciiLetter(word[0]) && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        && !name.Equals("Llm", StringComparison.OrdinalIgnoreCase);
}

using Llm.Packages;

namespace Llm.Cli.Commands.Providers;

/// <summary>Finds models of packages by the names that users give.</summary>
internal static class PackageModelName
{
    /// <summary>The model that is named <c>provider/model</c>, with or without <c>dify:</c> before it; null if there is none.</summary>
    public static PackageModel? FindOrNull(LlmHost host, string name, PackageModelType? type)
    {
        var start = name.StartsWith(PackageStore.Prefix, StringComparison.Ordinal) ? PackageStore.Prefix.Length : 0;
        var slash = name.IndexOf('/', start);
        if (slash < 0 || host.Packages.Find(name[start..slash]) is not { } package) return null;
        var entry = package.Models.LastOrDefault(model => model.Name == name[(slash + 1)..] && (type is null || model.Type == type));
        return entry is null ? null : package.Load(entry);
    }

    /// <summary>The model that is named.</summary>
    /// <exception cref="LlmException">There is none.</exception>
    public static PackageModel Find(LlmHost host, string name, PackageModelType? type) => FindOrNull(host, name, type)
        ?? throw new LlmException($"There is no model '{name}' in a package that was added. Run: llm providers models NAME");
}

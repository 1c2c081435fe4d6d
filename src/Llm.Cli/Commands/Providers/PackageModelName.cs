using Llm.Packages;

namespace Llm.Cli.Commands.Providers;

/// <summary>Finds models of packages by the names that users give.</summary>
internal static class PackageModelName
{
    /// <summary>The model that is named <c>provider/model</c>, with or without <c>dify:</c> before it; null if there is none.</summary>
    public static PackageModel? FindOrNull(LlmHost host, string name, PackageModelType? type)
    {
        if (host.Packages.FindOwner(name, out var model) is not { } package) return null;
        var entry = package.Models.LastOrDefault(known => known.Name == model && (type is null || known.Type == type));
        return entry is null ? null : package.Load(entry);
    }

    /// <summary>The model that is named.</summary>
    /// <exception cref="LlmException">There is none.</exception>
    public static PackageModel Find(LlmHost host, string name, PackageModelType? type) => FindOrNull(host, name, type)
        ?? throw new LlmException($"There is no model '{name}' in a package that was added. Run: llm providers models NAME");
}

using Llm.Packages;

namespace Llm.Cli.Commands.Providers;

/// <summary>Finds models of packages by the names that users give.</summary>
internal static class PackageModelName
{
    /// <summary>
    /// The model that is named <c>provider/model</c>; with <c>dify:</c> before it, always a package's. Null if the name is not that of a
    /// model of a package.
    /// </summary>
    public static PackageModel? FindOrNull(LlmHost host, string name, PackageModelType? type)
    {
        if (!Split(name, out var provider, out var model) || host.FindPackage(provider) is not { } package) return null;
        var entry = package.Models.LastOrDefault(known => known.Name == model && (type is null || known.Type == type));
        return entry is null ? null : package.Load(entry);
    }

    /// <summary>The model that is named.</summary>
    /// <exception cref="LlmException">There is none.</exception>
    public static PackageModel Find(LlmHost host, string name, PackageModelType? type) => FindOrNull(host, name, type)
        ?? throw new LlmException(
            $"There is no model '{name}' in a package that was added. {OtherMeaning(host, name) ?? "Run: llm providers models NAME"}");

    /// <summary>What to do where the name of a provider hides a package of that name; null if it hides none.</summary>
    public static string? OtherMeaning(LlmHost host, string name) =>
        Split(name, out var provider, out _) && host.FindPackage(provider) is null
        && host.FindPackage(PackageStore.Prefix + provider) is not null
            ? $"{provider} is a built-in provider or preset. The model of the package is {PackageStore.Prefix}{name}."
            : null;

    private static bool Split(string name, out string provider, out string model)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        (provider, model) = slash < 0 ? (name, "") : (name[..slash], name[(slash + 1)..]);
        return slash > 0;
    }
}

using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Packages;

/// <summary>What a list of packages and their models needs to know of one. Immutable.</summary>
/// <param name="Name">The name of its provider.</param>
/// <param name="Title">The name for people, in English.</param>
/// <param name="PackageName">Who made the package and what it is called.</param>
/// <param name="Version">The version.</param>
/// <param name="Models">The models; null if they are still to be read from the index.</param>
internal sealed record PackageSummary(
    string Name, string Title, string PackageName, string Version, IReadOnlyList<PackageModelEntry>? Models)
{
    /// <summary>What an index says, without the models, which not everyone needs who finds a package.</summary>
    public static PackageSummary Of(JsonObject index)
    {
        var name = index.Text("provider") ?? "";
        return new PackageSummary(name, index.Text("label") ?? name, index.Text("package") ?? name, index.Text("version") ?? "", null);
    }
}

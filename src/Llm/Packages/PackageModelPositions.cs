using System.Text.Json.Nodes;

namespace Llm.Packages;

/// <summary>The lists of names by which a package orders its models.</summary>
internal sealed class PackageModelPositions
{
    /// <summary>How the names of the files end.</summary>
    public const string FileName = "_position.yaml";

    private readonly List<string>?[] lists = new List<string>?[PackageModelTypes.All.Count];
    private readonly bool[] isAmongModels = new bool[PackageModelTypes.All.Count];

    public IReadOnlyList<string> Of(PackageModelType type) => lists[(int)type] ?? (IReadOnlyList<string>)[];

    /// <summary>Takes the list that is among the files of the models.</summary>
    public void Set(PackageModelType type, PackageValue value)
    {
        SetOrder(type, value);
        isAmongModels[(int)type] = true;
    }

    /// <summary>Takes a list that is elsewhere. Dify shows only those among the models, but orders by both.</summary>
    public void SetOrder(PackageModelType type, PackageValue value) => lists[(int)type] = value.Texts();

    /// <summary>The lists as Dify shows them; null if there is none.</summary>
    public JsonObject? ToJson()
    {
        if (!isAmongModels.Contains(true)) return null;
        var json = new JsonObject();
        foreach (var type in PackageModelTypes.All)
            json[PackageModelTypes.KeyOf(type)] = PackageManifest.Texts(isAmongModels[(int)type] ? Of(type) : []);
        return json;
    }
}

using System.Text.Json.Nodes;

namespace Llm.Packages;

/// <summary>A condition for a field of a form: another one has this value. Immutable.</summary>
public sealed class ShowCondition
{
    /// <summary>The variable that stands for the type of the model that is added, such as <c>text-embedding</c>.</summary>
    public const string ModelType = "__model_type";

    private ShowCondition(PackageValue value)
    {
        Variable = value["variable"].RequiredText("auth_method");
        Value = value["value"].Text() ?? "";
    }

    /// <summary>The variable of the other field, or <see cref="ModelType"/>.</summary>
    public string Variable { get; }

    /// <summary>The value that it must have.</summary>
    public string Value { get; }

    internal static List<ShowCondition> ReadAll(PackageValue value)
    {
        var conditions = new List<ShowCondition>();
        foreach (var condition in value.Items()) conditions.Add(new ShowCondition(condition));
        return conditions;
    }

    internal static JsonArray ToJson(IReadOnlyList<ShowCondition> conditions)
    {
        var list = new JsonArray();
        foreach (var condition in conditions)
            list.Add((JsonNode)new JsonObject { ["value"] = condition.Value, ["variable"] = condition.Variable });
        return list;
    }
}

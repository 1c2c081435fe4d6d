using System.Text;
using Llm.Cli.CommandLine;

namespace Llm.Cli.Output.Models;

/// <summary>Describes models as text.</summary>
/// <param name="columns">The width of the terminal.</param>
internal sealed class ModelText(int columns)
{
    private const int Width = 70;
    private const string DescriptionIndent = "      ";

    private readonly HashSet<string> describedClasses = [];

    /// <summary>
    /// Returns the label and aliases of a model, and with options all of its details; options are described only for the first model of
    /// each class.
    /// </summary>
    public string Describe(RegisteredModel registered, bool withOptions)
    {
        var model = registered.Model;
        var label = registered.Aliases.Count == 0 ? model.ToString() : $"{model} (aliases: {string.Join(", ", registered.Aliases)})";
        if (!withOptions) return label;
        var output = new StringBuilder(label);
        if (model.Options.Count > 0) WriteOptions(output, model);
        if (model.AttachmentTypes.Count > 0)
        {
            var types = string.Join(", ", model.AttachmentTypes.Order(StringComparer.Ordinal));
            output.Append("\n  Attachment types:\n");
            TextWrap.Write(output, types, Math.Min(Math.Max(columns, 30), Width), "    ", "    ");
        }

        WriteFeatures(output, model);
        if (model is KeyModel { NeedsKey: { } key } keyed)
        {
            output.Append($"\n  Keys:\n    key: {key}");
            if (keyed.KeyEnvironmentVariable is { } variable) output.Append($"\n    env_var: {variable}");
        }

        return output.ToString();
    }

    private void WriteOptions(StringBuilder output, Model model)
    {
        output.Append("\n  Options:");
        var describe = describedClasses.Add(model.ClassName);
        foreach (var option in model.Options)
        {
            output.Append($"\n    {option.Name}: {string.Join(", ", option.Types.Select(TypeName))}");
            if (!describe) continue;
            output.Append('\n');
            TextWrap.Write(output, option.Description, Width + DescriptionIndent.Length, DescriptionIndent, DescriptionIndent);
        }
    }

    private static void WriteFeatures(StringBuilder output, Model model)
    {
        var features = new List<string>();
        if (model.CanStream) features.Add("streaming");
        if (model.SupportsSchema) features.Add("schemas");
        if (model.SupportsTools) features.Add("tools");
        if (model.SupportsAsync) features.Add("async");
        if (features.Count == 0) return;
        output.Append("\n  Features:");
        foreach (var feature in features) output.Append($"\n  - {feature}");
    }

    private static string TypeName(string jsonType) => jsonType switch
    {
        "number" => "float",
        "integer" => "int",
        "string" => "str",
        "object" => "dict",
        _ => jsonType,
    };
}

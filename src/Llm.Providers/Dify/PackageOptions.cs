using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Packages;

namespace Llm.Providers.Dify;

/// <summary>The options of a model, after the rules of its parameters.</summary>
internal static class PackageOptions
{
    /// <summary>What a package does not describe: nothing of it is checked.</summary>
    private static readonly ModelOption<JsonObject> Extra = ModelOptions.Object(
        "extra_body",
        "Parameters that the package does not describe, as a JSON object, which is sent as it is",
        value => value as JsonObject ?? JsonText.ParseOrNull(value.ToString()) as JsonObject
            ?? throw new OptionValueException("Input should be a JSON object"));

    /// <summary>
    /// The options: one for each rule, and one by the name of its template, by which a user of several providers knows it, where the
    /// server calls the parameter otherwise.
    /// </summary>
    /// <param name="rules">The rules.</param>
    /// <param name="hasExtra">Whether what the package does not describe can be sent too.</param>
    public static List<ModelOption> For(IReadOnlyList<ParameterRule> rules, bool hasExtra = true)
    {
        var options = new List<ModelOption>();
        var names = new HashSet<string>();
        foreach (var rule in rules)
            if (names.Add(rule.Name))
                options.Add(Option(rule, rule.Name, Describe(rule)));
        foreach (var rule in rules)
            if (rule.Template is { } template && names.Add(template))
                options.Add(Option(rule, template, $"Another name of {rule.Name}"));
        if (hasExtra && names.Add(Extra.Name)) options.Add(Extra);
        return options;
    }

    /// <summary>Puts the parameters of a prompt into the body of a request, where they are under the names of options.</summary>
    /// <exception cref="LlmException">A parameter that is required has neither a value nor a default.</exception>
    public static void Place(IReadOnlyList<ParameterRule> rules, JsonObject body, string model)
    {
        PlaceParameters(rules, body, model);
        PlaceFormat(body);
        if (body[Extra.Name] is not JsonObject members) return;
        body.Remove(Extra.Name);
        foreach (var (name, value) in members) body[name] = value?.DeepClone();
    }

    /// <summary>Gives the parameters of a prompt the names of the rules, and adds those that are required.</summary>
    /// <exception cref="LlmException">A parameter that is required has neither a value nor a default.</exception>
    public static void PlaceParameters(IReadOnlyList<ParameterRule> rules, JsonObject body, string model)
    {
        foreach (var rule in rules)
        {
            if (rule.Template is { } template && template != rule.Name && body.Remove(template, out var renamed))
                body.TryAdd(rule.Name, renamed);
            if (!rule.IsRequired || body.ContainsKey(rule.Name)) continue;
            body[rule.Name] = rule.Default
                ?? throw new LlmException($"{model} needs the option {rule.Name}: {rule.Label}. Give one with -o {rule.Name} VALUE");
        }
    }

    private static ModelOption Option(ParameterRule rule, string name, string description) => rule.Type switch
    {
        "int" => ModelOptions.Integer(name, description, (long?)rule.Minimum, (long?)rule.Maximum),
        "float" => Number(rule, name, description),
        "boolean" => ModelOptions.Boolean(name, description),
        "string" when rule.Options.Count > 0 => ModelOptions.Choice(name, description, rule.Options),
        _ => ModelOptions.Text(name, description),
    };

    private static ModelOption<double> Number(ParameterRule rule, string name, string description)
    {
        var number = ModelOptions.Number(name, description, rule.Minimum, rule.Maximum);
        if (rule.Precision is not { } precision || precision is < 0 or > 15) return number;
        return new ModelOption<double>(
            name,
            description,
            number.Types,
            value =>
            {
                var read = number.Check(value)!;
                var given = read.GetValue<double>();
                return Math.Round(given, precision) == given
                    ? read
                    : throw new OptionValueException($"Input should have at most {precision} decimals");
            },
            node => node.GetValue<double>(),
            number.ToSchema);
    }

    private static string Describe(ParameterRule rule)
    {
        var text = rule.Help?.English ?? rule.Label.English;
        if (rule.Options.Count > 0) text += $" One of {string.Join(", ", rule.Options)}.";
        return text;
    }

    /// <summary>
    /// A format is an object on the wire, and the schema is inside it. Packages also have JSON in capitals, for which Dify writes an
    /// instruction into the prompt; servers have a format of their own for it.
    /// </summary>
    private static void PlaceFormat(JsonObject body)
    {
        body.Remove("json_schema", out var schema);
        if (body["response_format"] is not JsonValue format) return;
        var type = format.ToString() == "JSON" ? "json_object" : format.ToString();
        if (type == "XML") throw new LlmException("The format XML is an instruction that Dify writes into the prompt: write it there.");
        var placed = new JsonObject { ["type"] = type };
        if (schema is not null)
        {
            placed["json_schema"] = JsonText.ParseOrNull(schema.ToString()) as JsonObject
                ?? throw new LlmException("The option json_schema must be a JSON object with the name of the schema and the schema.");
        }

        body["response_format"] = placed;
    }
}

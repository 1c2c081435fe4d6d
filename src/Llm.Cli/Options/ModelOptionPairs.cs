using System.Text.Json.Nodes;
using Llm.Commands;

namespace Llm.Cli.Options;

/// <summary>Model options given as <c>-o NAME VALUE</c>.</summary>
internal sealed class ModelOptionPairs
{
    public PairOption Option { get; } = new("-o", "--option") { Help = "key/value options for the model" };

    /// <summary>The options as text; the last of several with one name counts.</summary>
    public JsonObject Read(Invocation invocation)
    {
        var options = new JsonObject();
        foreach (var (name, value) in invocation.Get(Option)) options[name] = value;
        return options;
    }
}

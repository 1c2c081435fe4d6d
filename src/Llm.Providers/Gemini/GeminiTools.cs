using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Gemini;

/// <summary>Adds tools, and the choice between them, to a request.</summary>
internal static class GeminiTools
{
    /// <exception cref="LlmException">The model cannot have these tools at once.</exception>
    public static void Add(JsonObject body, Prompt prompt, GeminiModel model)
    {
        if (prompt.Tools.Count > 0 && prompt.ParallelToolCalls == false)
        {
            throw new LlmException(
                $"{model} cannot be made to call tools one at a time: leave out {nameof(prompt.ParallelToolCalls)}, and say in the "
                + "instructions what is wanted.");
        }

        var provided = new JsonArray();
        var functions = new JsonArray();
        foreach (var tool in prompt.Tools)
        {
            if (tool is ServerSideTool server) AddOnce(provided, server.Spec.DeepClone());
            else functions.AddNode(ToJson(tool));
        }

        if (prompt.Get(GeminiOptions.GoogleSearch)) AddOnce(provided, GeminiServerTools.Spec("googleSearch"));
        if (prompt.Get(GeminiOptions.UrlContext)) AddOnce(provided, GeminiServerTools.Spec("urlContext"));
        if (prompt.Get(GeminiOptions.CodeExecution)) AddOnce(provided, GeminiServerTools.Spec("codeExecution"));
        var canMix = model.Features.HasFlag(GeminiFeatures.Gemini3);
        if (provided.Count > 0 && functions.Count > 0 && !canMix)
        {
            throw new LlmException(
                $"{model} takes either tools that Google runs or functions, not both at once: leave out one kind, or choose a model of "
                + "Gemini 3.");
        }

        var config = new JsonObject();
        var isMixed = provided.Count > 0 && canMix;
        if (isMixed) config["includeServerSideToolInvocations"] = true;
        // Without functions there is nothing to choose, and some models refuse a choice.
        var choice = functions.Count > 0 ? prompt.ToolChoice : null;
        if (ToMode(choice, isMixed) is { } mode) config["functionCallingConfig"] = mode;
        if (functions.Count > 0) provided.AddNode(new JsonObject { ["functionDeclarations"] = functions });
        if (provided.Count > 0) body["tools"] = provided;
        if (config.Count > 0) body["toolConfig"] = config;
    }

    /// <summary>Adds a tool, which may have been chosen by its name and by an option.</summary>
    private static void AddOnce(JsonArray tools, JsonNode spec)
    {
        foreach (var known in tools)
        {
            if (JsonNode.DeepEquals(known, spec)) return;
        }

        tools.AddNode(spec);
    }

    private static JsonObject ToJson(Tool tool)
    {
        var function = new JsonObject { ["name"] = tool.Name };
        if (!string.IsNullOrEmpty(tool.Description)) function["description"] = tool.Description;
        // This member takes a JSON schema as it is; "parameters" has a dialect of its own.
        if (tool.InputSchema.Count > 0) function["parametersJsonSchema"] = tool.InputSchema.DeepClone();
        return function;
    }

    /// <summary>
    /// The mode of calls; beside tools that Google runs, llm-gemini asks for VALIDATED, by which the model decides and keeps to the
    /// schemas.
    /// </summary>
    private static JsonObject? ToMode(ToolChoice? choice, bool isMixed)
    {
        if (choice is null && !isMixed) return null;
        var mode = new JsonObject
        {
            ["mode"] = choice is null || choice == ToolChoice.Auto ? isMixed ? "VALIDATED" : "AUTO"
                : choice == ToolChoice.None ? "NONE"
                : "ANY",
        };
        if (choice?.Name is { } wanted) mode["allowedFunctionNames"] = new JsonArray((JsonNode)wanted);
        return mode;
    }
}

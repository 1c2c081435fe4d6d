using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

#pragma warning disable MEAI001 // Experimental options have rows too.

namespace Llm.Bridge.Tests.Contract;

/// <summary>A row for every property of <see cref="ChatOptions"/>.</summary>
internal static class OptionRows
{
    private static readonly AIFunctionDeclaration Weather = AIFunctionFactory.CreateDeclaration(
        "weather",
        "The weather.",
        JsonElement.Parse(
            """{"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": false}"""));

    /// <summary>It is the server's default if there are tools.</summary>
    private const string Auto = "tool_choice: - | \"auto\"";

    private static readonly JsonElement Dog = JsonElement.Parse(
        """{"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"], "additionalProperties": false}""");

    public static IReadOnlyList<ContractRow> All =>
    [
        new("no options"),
        new(nameof(ChatOptions.Instructions)) { Options = new() { Instructions = "Be kind." } },
        new(nameof(ChatOptions.Temperature)) { Options = new() { Temperature = 0.7f } },
        new(nameof(ChatOptions.TopP)) { Options = new() { TopP = 0.9f } },
        new(nameof(ChatOptions.TopK)) { Options = new() { TopK = 40 }, Refusal = "has no option for ChatOptions.TopK: leave it out." },
        // The older name, which compatible servers know too.
        new(nameof(ChatOptions.MaxOutputTokens))
        {
            Options = new() { MaxOutputTokens = 100 },
            Differences = ["max_tokens: 100 | -", "max_completion_tokens: - | 100"],
        },
        new(nameof(ChatOptions.FrequencyPenalty)) { Options = new() { FrequencyPenalty = 0.5f } },
        new(nameof(ChatOptions.PresencePenalty)) { Options = new() { PresencePenalty = -0.5f } },
        new(nameof(ChatOptions.Seed)) { Options = new() { Seed = 42 } },
        new(nameof(ChatOptions.StopSequences))
        {
            Case = "one",
            Options = new() { StopSequences = ["END"] },
            Differences = ["""stop: "END" | ["END"]"""],
        },
        new(nameof(ChatOptions.StopSequences)) { Case = "several", Options = new() { StopSequences = ["a", "b", "c", "d"] } },
        new(nameof(ChatOptions.Reasoning)) { Options = new() { Reasoning = new() { Effort = ReasoningEffort.Low } } },
        // Text is the server's default.
        new(nameof(ChatOptions.ResponseFormat))
        {
            Case = "text",
            Options = new() { ResponseFormat = ChatResponseFormat.Text },
            Differences = ["""response_format: - | {"type":"text"}"""],
        },
        new(nameof(ChatOptions.ResponseFormat)) { Case = "JSON", Options = new() { ResponseFormat = ChatResponseFormat.Json } },
        new(nameof(ChatOptions.ResponseFormat))
        {
            Case = "schema",
            Options = new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(Dog) },
            Differences = ["response_format.json_schema.name: *"],
        },
        new(nameof(ChatOptions.ResponseFormat))
        {
            Case = "named schema",
            Options = new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(Dog, "dog", "A dog") },
        },
        new(nameof(ChatOptions.Tools)) { Options = new() { Tools = [Weather] }, Differences = [Auto] },
        new(nameof(ChatOptions.Tools))
        {
            Case = "of a service",
            Options = new() { Tools = [new HostedCodeInterpreterTool()] },
            Refusal = "only functions can be offered through ChatOptions.Tools",
        },
        new(nameof(ChatOptions.ToolMode)) { Case = "auto", Options = new() { Tools = [Weather], ToolMode = ChatToolMode.Auto } },
        new(nameof(ChatOptions.ToolMode)) { Case = "none", Options = new() { Tools = [Weather], ToolMode = ChatToolMode.None } },
        new(nameof(ChatOptions.ToolMode)) { Case = "any", Options = new() { Tools = [Weather], ToolMode = ChatToolMode.RequireAny } },
        new(nameof(ChatOptions.ToolMode))
        {
            Case = "one",
            Options = new() { Tools = [Weather], ToolMode = ChatToolMode.RequireSpecific("weather") },
        },
        new(nameof(ChatOptions.ToolMode)) { Case = "without tools", Options = new() { ToolMode = ChatToolMode.RequireAny } },
        new(nameof(ChatOptions.AllowMultipleToolCalls))
        {
            Options = new() { Tools = [Weather], AllowMultipleToolCalls = false },
            Differences = [Auto],
        },
        new(nameof(ChatOptions.ModelId)) { Case = "another", Options = new() { ModelId = "gpt-other" } },
        new(nameof(ChatOptions.ModelId)) { Case = "its own", Options = new() { ModelId = "gpt-fake" } },
        new(nameof(ChatOptions.AdditionalProperties))
        {
            Case = "unknown",
            Options = new() { AdditionalProperties = new() { ["trace_id"] = "t" } },
        },
        new(nameof(ChatOptions.AdditionalProperties))
        {
            Case = "an option's name",
            Options = new() { AdditionalProperties = new() { ["logit_bias"] = new JsonObject { ["12"] = 5 } } },
            Differences = ["logit_bias: {\"12\":5} | -"],
        },
        new(nameof(ChatOptions.RawRepresentationFactory)) { Case = "nothing", Options = new() { RawRepresentationFactory = _ => null } },
        new(nameof(ChatOptions.RawRepresentationFactory))
        {
            Case = "the SDK's type",
            Options = new() { RawRepresentationFactory = _ => new OpenAI.Chat.ChatCompletionOptions { EndUserId = "u" } },
            Refusal = "returned ChatCompletionOptions, which cannot be sent: return a JsonObject",
        },
        new(nameof(ChatOptions.ConversationId))
        {
            Options = new() { ConversationId = "c" },
            Refusal = "leave out ChatOptions.ConversationId and pass all messages",
        },
        new(nameof(ChatOptions.ContinuationToken))
        {
            Options = new() { ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 }) },
            Refusal = "leave out ChatOptions.ContinuationToken",
        },
        new(nameof(ChatOptions.AllowBackgroundResponses)) { Options = new() { AllowBackgroundResponses = true } },
    ];
}

using Llm.Cli.Options;
using Llm.Commands;

namespace Llm.Cli.Commands.Logs;

/// <summary>The options of <c>llm logs list</c>.</summary>
internal sealed class LogsListParameters
{
    public ValueOption<int?> Count { get; } = new("-n", "--count") { Help = "Number of entries to show - defaults to 3, use 0 for all" };

    public ExistingDatabaseOptions Database { get; } = new();

    public ValueOption<string> Model { get; } = new("-m", "--model") { Help = "Filter by model or model alias" };

    public ValueOption<string> Query { get; } = new("-q", "--query") { Help = "Search for logs matching this string" };

    public RepeatedOption<string> Fragments { get; } = new("-f", "--fragment") { Help = "Filter for prompts using these fragments" };

    public RepeatedOption<string> Tools { get; } = new("-T", "--tool") { Help = "Filter for prompts with results from these tools" };

    public Flag AnyTools { get; } = new("--tools") { Help = "Filter for prompts with results from any tools" };

    public SchemaOptions Schema { get; } = new("JSON schema used for multiple results");

    public Flag Latest { get; } = new("-l", "--latest") { Help = "Return latest results matching search query" };

    public Flag Data { get; } = new("--data") { Help = "Output newline-delimited JSON data for schema" };

    public Flag DataArray { get; } = new("--data-array") { Help = "Output JSON array of data for schema" };

    public ValueOption<string> DataKey { get; } = new("--data-key") { Help = "Return JSON objects from array in this key" };

    public Flag DataIds { get; } = new("--data-ids") { Help = "Attach corresponding IDs to JSON objects" };

    public Flag Truncate { get; } = new("-t", "--truncate") { Help = "Truncate long strings in output" };

    public Flag Short { get; } = new("-s", "--short") { Help = "Shorter YAML output with truncated prompts" };

    public Flag Usage { get; } = new("-u", "--usage") { Help = "Include token usage" };

    public Flag Response { get; } = new("-r", "--response") { Help = "Just output the last response" };

    public Flag Extract { get; } = new("-x", "--extract") { Help = "Extract first fenced code block" };

    public Flag ExtractLast { get; } = new("--xl", "--extract-last") { Help = "Extract last fenced code block" };

    public Flag Current { get; } = new("-c", "--current") { Help = "Show logs from the current conversation" };

    public ValueOption<string> ConversationId { get; } = new("--cid", "--conversation") { Help = "Show logs for this conversation ID" };

    public ValueOption<string> IdGreaterThan { get; } = new("--id-gt") { Help = "Return responses with ID > this" };

    public ValueOption<string> IdAtLeast { get; } = new("--id-gte") { Help = "Return responses with ID >= this" };

    public Flag Json { get; } = new("--json") { Help = "Output logs as JSON" };

    public Flag Expand { get; } = new("-e", "--expand") { Help = "Expand fragments to show their content" };

    /// <summary>An option that the Python tool lacks.</summary>
    public Flag Cost { get; } = new("--cost") { Help = "Include token usage and its cost; with --json, the cost as cost_usd" };

    /// <summary>All options of the Python tool, in the order of the help page.</summary>
    public IReadOnlyList<Parameter> All =>
    [
        Count, .. Database.All, Model, Query, Fragments, Tools, AnyTools, Schema.Schema, Schema.Multi, Latest, Data, DataArray, DataKey,
        DataIds, Truncate, Short, Usage, Response, Extract, ExtractLast, Current, ConversationId, IdGreaterThan, IdAtLeast, Json, Expand,
    ];
}

using Llm.Commands;

namespace Llm.Cli.Tests.CommandLine;

/// <summary>The options of <c>llm logs list</c>.</summary>
internal static class SampleLogsList
{
    public static ValueOption<int?> Count { get; } = new("-n", "--count")
    {
        Help = "Number of entries to show - defaults to 3, use 0 for all",
    };

    public static ValueOption<string> Path { get; } = new("-p", "--path")
    {
        Help = "Path to log database",
        IsHidden = true,
        Parser = ValueParsers.Path(mustExist: true, allowDirectory: false),
    };

    public static Flag Short { get; } = new("-s", "--short") { Help = "Shorter YAML output with truncated prompts" };

    public static Flag Json { get; } = new("--json") { Help = "Output logs as JSON" };

    public static SampleCommand Create() => new(
        "Show logged prompts and their responses",
        Count,
        Path,
        new ValueOption<string>("-d", "--database")
        {
            Help = "Path to log database",
            Parser = ValueParsers.Path(mustExist: true, allowDirectory: false),
        },
        new ValueOption<string>("-m", "--model") { Help = "Filter by model or model alias" },
        new ValueOption<string>("-q", "--query") { Help = "Search for logs matching this string" },
        new RepeatedOption<string>("-f", "--fragment") { Help = "Filter for prompts using these fragments" },
        new RepeatedOption<string>("-T", "--tool") { Help = "Filter for prompts with results from these tools" },
        new Flag("--tools") { Help = "Filter for prompts with results from any tools" },
        new ValueOption<string>("--schema") { Help = "JSON schema, filepath or ID" },
        new ValueOption<string>("--schema-multi") { Help = "JSON schema used for multiple results" },
        new Flag("-l", "--latest") { Help = "Return latest results matching search query" },
        new Flag("--data") { Help = "Output newline-delimited JSON data for schema" },
        new Flag("--data-array") { Help = "Output JSON array of data for schema" },
        new ValueOption<string>("--data-key") { Help = "Return JSON objects from array in this key" },
        new Flag("--data-ids") { Help = "Attach corresponding IDs to JSON objects" },
        new Flag("-t", "--truncate") { Help = "Truncate long strings in output" },
        Short,
        new Flag("-u", "--usage") { Help = "Include token usage" },
        new Flag("-r", "--response") { Help = "Just output the last response" },
        new Flag("-x", "--extract") { Help = "Extract first fenced code block" },
        new Flag("--xl", "--extract-last") { Help = "Extract last fenced code block" },
        new Flag("-c", "--current") { Help = "Show logs from the current conversation" },
        new ValueOption<string>("--cid", "--conversation") { Help = "Show logs for this conversation ID" },
        new ValueOption<string>("--id-gt") { Help = "Return responses with ID > this" },
        new ValueOption<string>("--id-gte") { Help = "Return responses with ID >= this" },
        Json,
        new Flag("-e", "--expand") { Help = "Expand fragments to show their content" });
}

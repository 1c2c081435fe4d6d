namespace Llm.Cli.Tests.Recordings;

/// <summary>The recorded runs that are not replayed, each with its reason.</summary>
internal static class LeftOutRuns
{
    private const string ChainLimit = "counts one answer too few in the Python tool and loses those before (docs/differences.md)";
    private const string Prepared = "a toolbox is prepared before the model hears of its tools (docs/differences.md)";
    private const string Defect = "ends in a traceback in the Python tool; here it does not (docs/differences.md)";

    private static readonly Dictionary<(int Batch, string Name), string> Reasons = new()
    {
        [(1, "--version")] = "this program has its own version",
        [(2, "-m r --options --async")] = "every model can be awaited here (docs/differences.md)",
        [(2, "-m echo -T Search(5) hi")] = "lists plugins in an order that varied between the recorded runs",
        [(2, "-m r --schema : foo hi")] = Defect,
        [(2, "schemas list")] = "forgets the schemas of new turns in the Python tool (docs/differences.md)",
        [(2, "schemas")] = "forgets the schemas of new turns in the Python tool (docs/differences.md)",
        [(2, "similar foo -c hi")] = "finds the empty database that the failed run before created in the Python tool (docs/differences.md)",
        [(3, "openai endpoint http://127.0.0.1:9/v1 -m foo hi -T zork")] =
            "lists plugins in an order that varied between the recorded runs",
        [(3, "openai endpoint http://127.0.0.1:9/v1 -m foo hi -T WebSearch")] =
            "lists plugins in an order that varied between the recorded runs",
        [(3, "-m gpt-5.6-luna -T WebSearch(foo=1) hi")] = Defect,
        [(3, """-m gpt-5.6-luna -T WebSearch(search_context_size="huge") hi""")] = Defect,
        [(4, "chat -m echo --no-log")] = "an option of ours (docs/differences.md)",
        [(4, "-t saved zz --json")] = "shows row ids that depend on runs which were not recorded",
        [(5, "logs -n 1 -t")] = Defect,
        [(8, "-m r -a $DIR/p.png hi")] = "attachments that a model does not take are refused (docs/differences.md)",
        [(8, """--async -m echo -T llm_version {"tool_calls":[{"name":"llm_version"}]} -u""")] = Defect,
        [(8, "logs status")] = "counts turns that the Python tool did not log because of an error",
        [(8, """-m echo -T llm_version {"tool_calls":[{"name":"llm_version"}]} --ta""")] =
            "ends in an error without a text in the Python tool (docs/differences.md)",
        [(8, "logs --fragment zzz")] = Defect,
        [(8, "logs -r -n 1")] = "shows the answer to the refused attachment",
        [(8, "openai models --key x")] = "shows the traceback of a machine without a network",
        [(9, "-m echo -T llm_version --cl 1 hi")] = ChainLimit,
        [(9, "logs status")] = ChainLimit,
        [(9, """-m echo -T llm_version --cl 2 {"tool_calls":[{"name":"llm_version"}]}""")] = ChainLimit,
        [(10, """-m echo -T Dyn("x") {"tool_calls":[{"name":"greet","arguments":{"name":"bob"}}]} --no-stream""")] = Prepared,
        [(10, "logs -n 1")] = Prepared,
    };

    /// <summary>Every run that is left out.</summary>
    public static IEnumerable<(int Batch, string Name)> All => Reasons.Keys;

    /// <summary>Whether a run is left out.</summary>
    public static bool Has(RecordedRun run) => Reasons.ContainsKey((run.Batch, run.Name));
}

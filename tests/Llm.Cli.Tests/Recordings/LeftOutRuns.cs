namespace Llm.Cli.Tests.Recordings;

/// <summary>The recorded runs that are not replayed, each with its reason.</summary>
internal static class LeftOutRuns
{
    private const string Tools = "runs tools, lists them or shows a turn that did";
    private const string OpenAI = "a command of openai";
    private const string Embeddings = "an embedding command";
    private const string Defect = "ends in a traceback in the Python tool; here it does not (docs/differences.md)";

    private static readonly Dictionary<(int Batch, string Name), string> Reasons = new()
    {
        [(1, "--version")] = "this program has its own version",
        [(1, """-m echo -T llm_version {"tool_calls":[{"name":"llm_version"}], "prompt":"x"} --td""")] = Tools,
        [(1, "logs -c")] = Tools,
        [(1, """-m echo -T Memory(ns="z") {"tool_calls":[{"name":"Memory_set","arguments":{"key":"a","value":"b"}},{"name":"boom","arguments":{"x":4}},{"name":"nope"}], "prompt":"x"} -T boom --td""")] = Tools,
        [(1, "logs -n 2")] = Tools,
        [(1, "logs -n 2 --json")] = Tools,
        [(1, "-c follow up")] = Tools,
        [(1, "logs -n 1 #2")] = Tools,
        [(2, "tools")] = Tools,
        [(2, "tools --json")] = Tools,
        [(2, """tools Dyn("x")""")] = Tools,
        [(2, """tools Memory("q") --functions def f(a: int): return a""")] = Tools,
        [(2, "tools -m ss")] = Tools,
        [(2, "tools -m ss --json -h")] = Tools,
        [(2, "tools -m nope")] = Tools,
        [(2, "tools Nope")] = Tools,
        [(2, "-m ss -T Search(5) hi")] = Tools,
        [(2, "logs -n 1")] = Tools,
        [(2, "-m echo -T Search(5) hi")] = Tools,
        [(2, "-m echo -T nope hi")] = Tools,
        [(2, "-m r --options --async")] = "every model can be awaited here (docs/differences.md)",
        [(2, "-m r --schema : foo hi")] = Defect,
        [(2, """-m echo --no-log --functions def foo(x): return "hi" {"tool_calls":[{"name":"foo","arguments":{"x":1}}]} --cl 1""")] = Tools,
        [(2, "schemas list")] = "forgets the schemas of new turns in the Python tool (docs/differences.md)",
        [(2, "schemas")] = "forgets the schemas of new turns in the Python tool (docs/differences.md)",
        [(2, "embed-models default nope")] = Embeddings,
        [(2, "embed -c hi -m nope")] = Embeddings,
        [(2, "embed-multi foo - -m nope")] = Embeddings,
        [(2, "similar foo -c hi")] = Embeddings,
        [(3, "openai endpoint")] = OpenAI,
        [(3, "openai endpoint http://127.0.0.1:9/v1 hi")] = OpenAI,
        [(3, "openai endpoint http://127.0.0.1:9/v1 hi --models")] = OpenAI,
        [(3, "openai endpoint http://127.0.0.1:9/v1 --models -t x")] = OpenAI,
        [(3, "openai endpoint http://127.0.0.1:9/v1 --models -T x")] = OpenAI,
        [(3, "openai endpoint http://127.0.0.1:9/v1 --models --schema x")] = OpenAI,
        [(3, "openai endpoint http://127.0.0.1:9/v1 hi --chat")] = OpenAI,
        [(3, "openai endpoint http://127.0.0.1:9/v1 -m foo")] = OpenAI,
        [(3, "openai endpoint http://127.0.0.1:9/v1 -m foo hi -o zork 1")] = OpenAI,
        [(3, "openai endpoint http://127.0.0.1:9/v1 -m foo hi -T zork")] = OpenAI,
        [(3, "openai endpoint http://127.0.0.1:9/v1 -m foo hi --schema zork")] = OpenAI,
        [(3, "openai endpoint http://127.0.0.1:9/v1 -m foo hi -T WebSearch")] = OpenAI,
        [(3, "-m gpt-5.6-luna -T WebSearch(foo=1) hi")] = Tools,
        [(3, """-m gpt-5.6-luna -T WebSearch(search_context_size="huge") hi""")] = Tools,
        [(4, "chat -m echo --no-log")] = "an option of ours (docs/differences.md)",
        [(4, "-t saved zz --json")] = Tools,
        [(5, "logs -m echo -n 1 -t --json")] = Tools,
        [(5, "logs -n 1 -t")] = Defect,
        [(5, "logs -x")] = Tools,
        [(5, "logs -n 0 -u")] = Tools,
        [(8, """--async -m echo -T llm_version {"tool_calls":[{"name":"llm_version"}]} -u""")] = Tools,
        [(8, """--async -m echo -T llm_version {"tool_calls":[{"name":"llm_version"}]} --json""")] = Tools,
        [(8, """-m echo -T pauser {"tool_calls":[{"name":"pauser"}]}""")] = Tools,
        [(8, "logs status")] = Tools,
        [(8, """-m echo -T llm_version {"tool_calls":[{"name":"llm_version"}]} --ta""")] = Tools,
        [(8, "-m r -T llm_version hi")] = Tools,
        [(8, "-m r -a $DIR/p.png hi")] = "attachments that a model does not take are refused (docs/differences.md)",
        [(8, "-m gpt-5.6-luna -T WebSearch -o chat_completions 1 hi --key x")] = Tools,
        [(8, "logs --fragment zzz")] = Defect,
        [(8, "logs -r -n 1")] = "shows the answer to the refused attachment",
        [(8, "openai models --key x")] = OpenAI,
        [(9, "-m echo -T llm_version --cl 1 hi")] = Tools,
        [(9, "logs status")] = Tools,
        [(9, """-m echo -T llm_version --cl 2 {"tool_calls":[{"name":"llm_version"}]}""")] = Tools,
        [(9, "-m echo -T llm_version --cl 0 hi --no-stream")] = Tools,
        [(10, """-m echo -T Dyn("x") {"tool_calls":[{"name":"greet","arguments":{"name":"bob"}}]} --no-stream""")] = Tools,
        [(10, "logs -n 1")] = Tools,
    };

    /// <summary>Every run that is left out.</summary>
    public static IEnumerable<(int Batch, string Name)> All => Reasons.Keys;

    /// <summary>Whether a run is left out.</summary>
    public static bool Has(RecordedRun run) => Reasons.ContainsKey((run.Batch, run.Name));
}

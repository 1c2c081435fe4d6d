namespace Llm.Cli.Tests.Recordings;

/// <summary>What the shell made of each recorded command line: the file has lost the quotes.</summary>
internal static class RunArguments
{
    private static readonly Dictionary<string, string[]> Quoted = new()
    {
        ["-m r Say hi -u"] = ["-m", "r", "Say hi", "-u"],
        ["-m r Say hi again -R -o foo bar"] = ["-m", "r", "Say hi again", "-R", "-o", "foo", "bar"],
        ["-m r Say hi json --json"] = ["-m", "r", "Say hi json", "--json"],
        ["""-m echo -T llm_version {"tool_calls":[{"name":"llm_version"}], "prompt":"x"} --td"""] =
            ["-m", "echo", "-T", "llm_version", """{"tool_calls":[{"name":"llm_version"}], "prompt":"x"}""", "--td"],
        ["""-m echo -T Memory(ns="z") {"tool_calls":[{"name":"Memory_set","arguments":{"key":"a","value":"b"}},{"name":"boom","arguments":{"x":4}},{"name":"nope"}], "prompt":"x"} -T boom --td"""] =
        [
            "-m", "echo", "-T", "Memory(ns=\"z\")",
            """{"tool_calls":[{"name":"Memory_set","arguments":{"key":"a","value":"b"}},{"name":"boom","arguments":{"x":4}},{"name":"nope"}], "prompt":"x"}""",
            "-T", "boom", "--td",
        ],
        ["""tools Memory("q") --functions def f(a: int): return a"""] =
            ["tools", "Memory(\"q\")", "--functions", "def f(a: int): return a"],
        ["""-m echo --no-log --functions def foo(x): return "hi" {"tool_calls":[{"name":"foo","arguments":{"x":1}}]} --cl 1"""] =
        [
            "-m", "echo", "--no-log", "--functions", "def foo(x): return \"hi\"", """{"tool_calls":[{"name":"foo","arguments":{"x":1}}]}""",
            "--cl", "1",
        ],
        ["-c follow up"] = ["-c", "follow up"],
        ["logs list -q foo\""] = ["logs", "list", "-q", "foo\""],
        ["-m r --schema : foo hi"] = ["-m", "r", "--schema", ": foo", "hi"],
        ["-m r --schema name, age int hi"] = ["-m", "r", "--schema", "name, age int", "hi"],
        ["-m echo -T llm_version --functions def a(x): return x p $input -o example_bool 1 --save saved"] =
            ["-m", "echo", "-T", "llm_version", "--functions", "def a(x): return x", "p $input", "-o", "example_bool", "1", "--save", "saved"],
    };

    /// <summary>The arguments of a run, <c>$DIR</c> put in.</summary>
    public static string[] Of(RecordedRun run, string folder) =>
        [.. (Quoted.GetValueOrDefault(run.Command) ?? run.Command.Split(' ')).Select(
            word => word.Replace("$DIR", folder, StringComparison.Ordinal))];
}

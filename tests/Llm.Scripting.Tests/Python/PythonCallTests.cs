using System.Diagnostics;

namespace Llm.Scripting.Tests.Python;

/// <summary>What comes of calls.</summary>
public sealed class PythonCallTests : PythonTest
{
    [Theory]
    [InlineData("'text'", "text")]
    [InlineData("10.0", "10.0")]
    [InlineData("{'a': [1, None, True]}", """{"a": [1, null, true]}""")]
    [InlineData("'é\\ud800'", "é?")]
    [InlineData("{'é': {1}}", """{"\u00e9": "{1}"}""")]
    [InlineData("None", "null")]
    [InlineData("10 ** 30", "1000000000000000000000000000000")]
    public async Task Text_is_an_output_as_it_is_and_all_else_is_JSON(string expression, string output) =>
        (await CallAsync(await LoadAsync($"def f(): return {expression}"), "f")).Output.ShouldBe(output);

    [Theory]
    [InlineData("f", """{"a": 0}""", "division by zero", "ZeroDivisionError")]
    [InlineData("f", "{}", "f() missing 1 required positional argument: 'a'", "TypeError")]
    [InlineData("f", """{"a": 1, "b": 2}""", "f() got an unexpected keyword argument 'b'", "TypeError")]
    [InlineData("f", """{"a": "x"}""", "unsupported operand type(s) for /: 'int' and 'str'", "TypeError")]
    [InlineData("later", "{}", "'no'", "KeyError")]
    [InlineData("leave", "{}", "3", "SystemExit")]
    [InlineData("cancel", "{}", "not now", "CancelToolCall")]
    public async Task An_exception_is_told_under_its_Python_name(string function, string arguments, string message, string name)
    {
        var tools = await LoadAsync("""
            import llm, sys
            def f(a): return 1 / a
            async def later(): raise KeyError("no")
            def leave(): sys.exit(3)
            def cancel(): raise llm.CancelToolCall("not now")
            """);
        var result = await CallAsync(tools, function, arguments);
        (result.Output, result.Exception).ShouldBe(($"Error: {message}", $"{name}: {message}"));
        (await CallAsync(tools, "f", """{"a": 2}""")).Output.ShouldBe("0.5");
    }

    [Fact]
    public async Task A_parameter_gets_the_call_and_is_not_in_the_schema()
    {
        var tools = await LoadAsync("""
            def who(x: int, llm_tool_call, y=2):
                return [llm_tool_call.name, llm_tool_call.arguments, llm_tool_call.tool_call_id, x, y]
            def rest(**kwargs):
                return kwargs
            """);
        tools[0].InputSchema["properties"]!.AsObject().Select(property => property.Key).ShouldBe(["x", "y"]);
        (await CallAsync(tools, "who", """{"x": 1.50}""")).Output.ShouldBe("""["who", {"x": 1.5}, "call_0", 1.5, 2]""");
        (await CallAsync(tools, "rest", """{"kwargs": "a", "b": 1}""")).Output.ShouldBe("""{"kwargs": "a", "b": 1}""");
    }

    [Fact]
    public async Task Attachments_travel_with_the_result()
    {
        var tools = await LoadAsync("""
            import llm
            def draw():
                return llm.ToolOutput({"n": 1}, attachments=[
                    llm.Attachment(type="image/png", content=b"\x89PNG"), llm.Attachment(url="https://example.com/a.png")])
            """);
        var output = await tools[0].Implementation!(new ToolCall("draw", []), Token);
        output.Text.ShouldBe("""{"n": 1}""");
        output.Attachments[0].Type.ShouldBe("image/png");
        output.Attachments[0].Content!.Value.ToArray().ShouldBe([0x89, .. "PNG"u8]);
        (output.Attachments[1].Url, output.Attachments[1].Content.HasValue).ShouldBe(("https://example.com/a.png", false));
    }

    [Fact]
    public async Task A_function_can_pause_the_chain()
    {
        var tools = await LoadAsync("import llm\ndef ask(): raise llm.PauseChain('needs a person')");
        var pause = await Should.ThrowAsync<PauseChainException>(() => CallAsync(tools, "ask"));
        (pause.Message, pause.ToolCall!.Name).ShouldBe(("needs a person", "ask"));
    }

    [Fact]
    public async Task Functions_share_the_texts_variables_from_call_to_call()
    {
        var tools = await LoadAsync("seen = []\ndef add(x):\n    seen.append(x)\n    return len(seen)");
        (await CallAsync(tools, "add", """{"x": 1}""")).Output.ShouldBe("1");
        (await CallAsync(tools, "add", """{"x": 1}""")).Output.ShouldBe("2");
    }

    [Fact]
    public async Task Async_functions_of_a_round_run_side_by_side_and_plain_ones_in_turn()
    {
        var tools = await LoadAsync("""
            import asyncio, threading
            met = asyncio.Event()
            async def wait():
                await met.wait()
                return "met"
            async def meet():
                met.set()
                return "set"
            def thread():
                return threading.current_thread() is threading.main_thread()
            """);
        var results = await CallAsync(tools, null, ("wait", "{}"), ("meet", "{}"), ("thread", "{}"), ("thread", "{}"));
        results.Select(result => result.Output).ShouldBe(["met", "set", "true", "true"]);
    }

    [Fact]
    public async Task What_functions_print_does_not_disturb_and_they_have_no_input()
    {
        var tools = await LoadAsync("""
            import os, sys
            print("loaded ü")
            def f():
                print('{"id": 1, "output": "wrong"}')
                os.system("echo from a child")
                sys.stderr.write("to stderr\n")
                return input()
            """);
        (await CallAsync(tools, "f")).Exception.ShouldBe("EOFError: EOF when reading a line");
        var printed = string.Empty;
        for (var i = 0; i < 100 && !printed.Contains("to stderr", StringComparison.Ordinal); i++)
        {
            await Task.Delay(20, Token);
            printed = Printed.ToString();
        }

        printed.ShouldBe("loaded ü\n{\"id\": 1, \"output\": \"wrong\"}\nfrom a child\nto stderr\n".ReplaceLineEndings(Environment.NewLine));
    }

    [Fact]
    public async Task A_megabyte_comes_through()
    {
        var tools = await LoadAsync("def echo(text: str): return text");
        var text = new string('ü', 1_000_000);
        (await CallAsync(tools, "echo", $$"""{"text": "{{text}}"}""")).Output.ShouldBe(text);
    }

    [Fact]
    public async Task When_Python_dies_the_call_fails_and_the_next_one_starts_it_anew()
    {
        var tools = await LoadAsync(
            "import os\nseen = []\ndef die():\n    os._exit(7)\ndef f():\n    seen.append(1)\n    return len(seen)");
        (await CallAsync(tools, "f")).Output.ShouldBe("1");
        (await CallAsync(tools, "die")).Exception.ShouldBe(
            "PythonEnded: Python ended with exit code 7 before the function returned; the next call starts it again");
        (await CallAsync(tools, "f")).Output.ShouldBe("1");
    }

    [Fact]
    public async Task When_Python_cannot_be_started_anew_calls_fail_until_it_can()
    {
        var python = WriteProgram("exec python3 \"$@\"\n");
        var moved = python + ".moved";
        await using var set = await FunctionText.LoadAsync(
            "import os\ndef die():\n    os._exit(7)\ndef f(): return 1", Settings with { Python = python }, Token);
        (await CallAsync(set.Tools, "die")).Exception.ShouldNotBeNull().ShouldStartWith("PythonEnded: ");
        File.Move(python, moved);
        for (var i = 0; i < 2; i++)
            (await CallAsync(set.Tools, "f")).Exception.ShouldNotBeNull()
                .ShouldContain($"Functions in Python need {python}, which cannot be started");
        File.Move(moved, python);
        (await CallAsync(set.Tools, "f")).Output.ShouldBe("1");
        (await CallAsync(set.Tools, "die")).Exception.ShouldNotBeNull();
        File.Delete(python);
        (await CallAsync(set.Tools, "f")).Exception.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_line_that_is_no_answer_is_passed_over()
    {
        // What functions print goes elsewhere, but a program around Python may print too.
        var python = WriteProgram(
            "python3 \"$@\" | while IFS= read -r line; do printf '%s\\n' \"$line\"; echo 'not JSON'; echo '{\"id\": \"x\"}'; done\n");
        var tools = await LoadAsync("def f(): return 1", Settings with { Python = python });
        (await CallAsync(tools, "f")).Output.ShouldBe("1");
        (await CallAsync(tools, "f")).Output.ShouldBe("1");
    }

    [Fact]
    public async Task A_function_that_does_not_end_is_ended_and_the_next_call_works()
    {
        var tools = await LoadAsync("import time\ndef hang():\n    while True: time.sleep(1)\ndef f(): return 1");
        var result = await CallAsync(tools, "hang", options: new() { ToolTimeout = TimeSpan.FromMilliseconds(300) });
        result.Output.ShouldBe("Error: the tool did not end within 0.3 seconds");
        (await CallAsync(tools, "f")).Output.ShouldBe("1");
    }

    [Fact]
    public async Task The_end_of_the_set_is_the_end_of_Python_even_in_the_middle_of_a_call()
    {
        var set = await FunctionText.LoadAsync(
            "import os, time\ndef pid(): return os.getpid()\ndef hang(): time.sleep(60)", Settings, Token);
        var id = int.Parse((await CallAsync(set.Tools, "pid")).Output, System.Globalization.CultureInfo.InvariantCulture);
        var hanging = CallAsync(set.Tools, "hang");
        await Task.Delay(100, Token);
        await set.DisposeAsync();
        (await hanging).Exception.ShouldNotBeNull().ShouldStartWith("PythonEnded: ");
        Should.Throw<ArgumentException>(() => Process.GetProcessById(id));
        (await CallAsync(set.Tools, "pid")).Exception.ShouldNotBeNull().ShouldStartWith("ObjectDisposedException: ");
    }
}

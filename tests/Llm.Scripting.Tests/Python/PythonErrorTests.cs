namespace Llm.Scripting.Tests.Python;

/// <summary>What is wrong is told before any request.</summary>
public sealed class PythonErrorTests : PythonTest
{
    [Fact]
    public async Task A_syntax_error_tells_line_and_column() =>
        (await ErrorOfAsync("def ok(): return 1\n\ndef f(:\n    return 1")).ShouldBe(
            "Error in --functions definition: invalid syntax (line 3, column 7)\n    def f(:\n          ^");

    [Fact]
    public async Task A_file_is_named()
    {
        var file = Write("f.py", "def f(:");
        (await ErrorOfAsync(file)).ShouldStartWith($"Error in {file}: invalid syntax (line 1, column 7)");
    }

    [Fact]
    public async Task An_exception_of_the_text_tells_the_line() =>
        (await ErrorOfAsync("x = 1\n\ndef f():\n    return missing\n\ny = f()\n")).ShouldBe(
            "Error in --functions definition: NameError: name 'missing' is not defined (line 4)\n        return missing");

    [Fact]
    public async Task A_package_that_is_not_there_is_told_with_what_to_do()
    {
        var error = await ErrorOfAsync("import no_such_package\ndef f(): pass");
        error.ShouldStartWith("Error in --functions definition: ModuleNotFoundError: No module named 'no_such_package' (line 1)");
        error.ShouldEndWith("Install it for the python3 that is found first: python3 -m pip install no_such_package");
    }

    [Fact]
    public async Task The_name_llm_has_only_what_functions_need() =>
        (await ErrorOfAsync("import llm\nmodel = llm.get_model()")).ShouldStartWith(
            "Error in --functions definition: AttributeError: functions given as text have no llm.get_model; there are ToolOutput, "
            + "Attachment, ToolCall, CancelToolCall, PauseChain (line 2)");

    [Fact]
    public async Task A_file_beside_does_not_stand_in_for_a_module_of_Python()
    {
        // json is imported by the host itself.
        Write("json.py", "raise SystemExit('taken over')");
        var folder = Environment.CurrentDirectory;
        Environment.CurrentDirectory = UserDirectory.Path;
        try
        {
            (await LoadAsync("import json\ndef f(): return json.__file__")).Count.ShouldBe(1);
        }
        finally
        {
            Environment.CurrentDirectory = folder;
        }
    }

    [Fact]
    public async Task A_text_that_does_not_end_can_be_given_up()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(TimeSpan.FromMilliseconds(500));
        await Should.ThrowAsync<OperationCanceledException>(
            () => FunctionText.LoadAsync("import time\ntime.sleep(60)\ndef f(): pass", Settings, stop.Token));
    }

    [Fact]
    public async Task A_Python_that_fails_is_told_with_what_it_said()
    {
        var python = WriteProgram("echo 'no such version' >&2\nexit 3\n");
        (await ErrorOfAsync("def f(): pass", Settings with { Python = python })).ShouldBe(
            $"Functions in Python need {python}, which ended with exit code 3 (no such version). Install Python 3, "
            + "or write the functions in C#.");
    }

    [Theory]
    [InlineData("welcome to Python")]
    [InlineData("[1]")]
    [InlineData("{\"welcome\": 1}")]
    public async Task A_program_that_prints_lines_of_its_own_is_told_with_the_line(string line)
    {
        var python = WriteProgram($"echo '{line}'\nexec python3 \"$@\"\n");
        (await ErrorOfAsync("def f(): pass", Settings with { Python = python })).ShouldBe(
            $"Functions in Python need {python}, which printed an unexpected line: {line}. Make it print to standard error, "
            + "or write the functions in C#.");
    }
}

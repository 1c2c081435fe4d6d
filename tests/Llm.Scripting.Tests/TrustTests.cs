namespace Llm.Scripting.Tests;

/// <summary>Nothing runs before somebody asks for it.</summary>
public sealed class TrustTests : FunctionsTest
{
    [Fact]
    public async Task Without_Python_there_is_an_error_that_says_what_to_do() =>
        (await ErrorOfAsync("def f(): pass", Settings with { Python = "no-such-python" })).ShouldMatch(
            "^Functions in Python need no-such-python, which cannot be started: .*Install Python 3, or write the functions in C#.$");

    [Fact]
    public void Telling_the_language_runs_nothing()
    {
        var mark = Path.Combine(UserDirectory.Path, "mark");
        FunctionText.LanguageOf($"open({mark!}, 'w')\ndef f(): pass").ShouldBe(FunctionLanguage.Python);
        FunctionText.LanguageOf($"File.WriteAllText(\"{mark}\", \"\");").ShouldBe(FunctionLanguage.CSharp);
        File.Exists(mark).ShouldBeFalse();
        Directory.Exists(UserDirectory.FunctionCache).ShouldBeFalse();
    }

    [Fact]
    public async Task CSharp_statements_run_with_the_first_call_and_not_before()
    {
        var mark = Path.Combine(UserDirectory.Path, "mark");
        var tools = await LoadAsync($"File.AppendAllText(\"{mark}\", \"x\");\nint F() => 1;");
        File.Exists(mark).ShouldBeFalse();
        await CallAsync(tools, "f");
        await CallAsync(tools, "f");
        (await File.ReadAllTextAsync(mark, Token)).ShouldBe("x");
    }
}

namespace Llm.Scripting.Tests.CSharp;

/// <summary>What is wrong is told with line and column of the user's text.</summary>
public sealed class CSharpErrorTests : FunctionsTest
{
    [Theory]
    [InlineData(
        "int F(int x)\n{\n    return y;\n}",
        "Error in --functions definition: The name 'y' does not exist in the current context [CS0103] (line 3, "
        + "column 12)\n        return y;\n               ^")]
    [InlineData(
        "int F(int x) => x\nint G() => 1;",
        "Error in --functions definition: ; expected [CS1002] (line 1, column 18)\n    int F(int x) => x\n                     ^")]
    [InlineData(
        "\n\tT F<T>(T x) => x;",
        "Error in --functions definition: F cannot be a tool: it has type parameters. Change it, or make it private. (line 2, "
        + "column 4)\n     T F<T>(T x) => x;\n       ^")]
    [InlineData(
        "int F(int x) => x;\nint F(string x) => 1;",
        "Error in --functions definition: F cannot be a tool: there are several methods with this name. Change it, "
        + "or make it private. (line 1, "
        + "column 5)\n    int F(int x) => x;\n        ^")]
    [InlineData(
        "int Get() => 1;\nTask GetAsync() => Task.CompletedTask;",
        "Error in --functions definition: GetAsync cannot be a tool: there are two tools named get. Change it, or make it private. "
        + "(line 2, column 6)\n    Task GetAsync() => Task.CompletedTask;\n         ^")]
    public async Task Errors_have_a_place(string text, string message) => (await ErrorOfAsync(text)).ShouldBe(message);

    [Fact]
    public async Task Several_errors_are_told_at_once_but_not_all_of_many()
    {
        var many = string.Concat(Enumerable.Range(0, 30).Select(i => $"int F{i}() => a{i};\n"));
        (await ErrorOfAsync(many)).Split('\n').Count(line => line.StartsWith("Error in ", StringComparison.Ordinal)).ShouldBe(10);
    }

    [Fact]
    public async Task A_file_is_named()
    {
        var file = Write("f.cs", "int F() => x;");
        (await ErrorOfAsync(file)).ShouldStartWith(
            $"Error in {file}: The name 'x' does not exist in the current context [CS0103] (line 1, column 12)");
        (await ErrorOfAsync("absent.cs")).ShouldBe("File not found: absent.cs");
    }

    [Fact]
    public async Task A_reference_to_a_file_is_refused() =>
        (await ErrorOfAsync("#r \"evil.dll\"\nint F() => 1;")).ShouldContain("(line 1, column 1)");

    [Fact]
    public async Task Nothing_is_kept_of_what_did_not_compile()
    {
        await ErrorOfAsync("int F() => x;");
        Directory.Exists(UserDirectory.FunctionCache).ShouldBeFalse();
    }
}

using System.Collections.Immutable;
using Llm.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Llm.Library.Tests.Generators;

/// <summary>What a program is told about its tools while it is compiled, and what it is no longer told.</summary>
public class ToolDiagnosticsTests
{
    [Theory]
    [InlineData("Made.Add(Tool.FromMethod((ref int x) => x));", "x")]
    [InlineData("Made.Add(Tool.FromMethod((int x, ReadOnlySpan<char> text) => x));", "text")]
    [InlineData("Made.Add(Tool.FromMethod(F)); static int F(in int x, out int y) => y = x;", "x, y")]
    [InlineData("unsafe { Made.Add(Tool.FromMethod(F)); } static unsafe int F(int* x) => *x;", "x")]
    [InlineData("Made.Add(Tool.FromMethod(new Dictionary<int, int>().TryGetValue));", "value")]
    [InlineData("class Box : Toolbox { public void F(ref int x) {} void G(ref int x) {} }\nclass Program { static void Main() {} }", "x")]
    [InlineData("Made.Add(Tool.FromMethod((int x, System.Threading.CancellationToken token, ToolCall call, int[] all) => x));", "")]
    public async Task Parameters_that_JSON_cannot_give_are_told(string code, string parameters)
    {
        var found = await DiagnoseAsync(new ToolProgram(code));
        var told = found.Where(diagnostic => diagnostic.Id == "LLM001").OrderBy(diagnostic => diagnostic.Location.SourceSpan).ToList();
        told.Select(diagnostic => diagnostic.GetMessage().Split('\'')[1])
            .ShouldBe(parameters.Split(", ", StringSplitOptions.RemoveEmptyEntries));
        if (parameters.Length > 0 && !code.StartsWith("class", StringComparison.Ordinal))
            Should.Throw<LlmException>(() => new ToolProgram(code).Tools());
    }

    [Theory]
    [InlineData("Made.Add(Tool.FromMethod(F));", true)]
    [InlineData("Made.Add(Tool.FromMethod((F), \"g\"));", true)]
    [InlineData("Made.Add(Tool.FromMethod(() => F(1)));", false)]
    public async Task A_comment_on_a_local_function_is_of_use_if_the_function_is_a_tool(string use, bool isOfUse)
    {
        var program = new ToolProgram($"{use}\n/// <summary>Of use?</summary>\nstatic int F(int x) => x;", DocumentationMode.Diagnose);
        var found = (await DiagnoseAsync(program)).Where(diagnostic => diagnostic.Id == "CS1587").ToList();
        found.ShouldHaveSingleItem().IsSuppressed.ShouldBe(isOfUse);
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnoseAsync(ToolProgram program) =>
        await program.Compilation.WithAnalyzers(
            [new ToolParameterAnalyzer(), new LocalToolSuppressor()],
            new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]),
                null,
                concurrentAnalysis: false,
                logAnalyzerExecutionTime: false,
                reportSuppressedDiagnostics: true))
            .GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
}

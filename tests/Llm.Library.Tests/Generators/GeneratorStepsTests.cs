using Llm.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Llm.Library.Tests.Generators;

/// <summary>The generator runs at every key in an editor, so it must find out early that nothing changed.</summary>
public class GeneratorStepsTests
{
    private const string Code = """
        Made.Add(Tool.FromMethod(F));
        /// <summary>One.</summary>
        static int F(int x) => 1;

        class Box : Toolbox
        {
            /// <summary>Two.</summary>
            public int G(int x) => 2;
        }
        """;

    [Theory]
    [InlineData("=> 1;", "=> 1 + 2;", IncrementalStepRunReason.Cached)]
    [InlineData("=> 2;", "=> 3;\npublic int Undocumented;", IncrementalStepRunReason.Cached)]
    [InlineData("One.", "First.", IncrementalStepRunReason.Modified)]
    [InlineData("Two.", "Second.", IncrementalStepRunReason.Modified)]
    public void An_edit_writes_anew_only_what_it_changes(string before, string after, IncrementalStepRunReason reason)
    {
        var program = new ToolProgram(Code);
        var compilation = program.Compilation;
        var driver = CSharpGeneratorDriver.Create(
            [new ToolDocumentationGenerator().AsSourceGenerator()],
            parseOptions: program.Parsing,
            driverOptions: new GeneratorDriverOptions(
                IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)).RunGenerators(compilation);

        var edited = compilation.ReplaceSyntaxTree(
            compilation.SyntaxTrees[0], program.Parse(Code.Replace(before, after, StringComparison.Ordinal), "Program.cs"));
        var result = driver.RunGenerators(edited).GetRunResult().Results.Single();
        result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)
            .ShouldHaveSingleItem().ShouldBe(reason);
        result.TrackedSteps[ToolDocumentationGenerator.Step].SelectMany(step => step.Outputs).Select(output => output.Reason)
            .Count(found => found == IncrementalStepRunReason.Modified).ShouldBe(reason == IncrementalStepRunReason.Modified ? 1 : 0);
    }
}

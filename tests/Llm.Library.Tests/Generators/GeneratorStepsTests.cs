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
        static int F(Size x) => 1;

        enum Size { Small }

        class Box : Toolbox
        {
            /// <summary>Two.</summary>
            public int G(int x) => 2;
        }

        record Dog(string Name);
        """;

    [Theory]
    [InlineData("=> 1;", "=> 1 + 2;", IncrementalStepRunReason.Cached)]
    [InlineData("=> 2;", "=> 3;\npublic int Undocumented;", IncrementalStepRunReason.Cached)]
    [InlineData("One.", "First.", IncrementalStepRunReason.Modified)]
    [InlineData("Two.", "Second.", IncrementalStepRunReason.Modified)]
    public void Documentation_is_written_again_only_if_it_changes(string before, string after, IncrementalStepRunReason reason) =>
        Check(new ToolDocumentationGenerator(), ToolDocumentationGenerator.Step, before, after, reason);

    [Theory]
    [InlineData("=> 1;", "=> 1 + 2;", IncrementalStepRunReason.Cached)]
    [InlineData("One.", "First.", IncrementalStepRunReason.Cached)]
    [InlineData("Small", "Large", IncrementalStepRunReason.Cached)]
    [InlineData("string Name", "string Name, int Age", IncrementalStepRunReason.Cached)]
    [InlineData("Size", "Width", IncrementalStepRunReason.Modified)]
    public void Metadata_is_written_again_only_if_it_changes(string before, string after, IncrementalStepRunReason reason) =>
        Check(new ToolMetadataGenerator(), ToolMetadataGenerator.Step, before, after, reason);

    private static void Check(
        IIncrementalGenerator generator, string step, string before, string after, IncrementalStepRunReason reason)
    {
        var program = new ToolProgram(Code);
        var compilation = program.Compilation;
        var driver = CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()],
            parseOptions: program.Parsing,
            driverOptions: new GeneratorDriverOptions(
                IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true)).RunGenerators(compilation);

        var edited = compilation.ReplaceSyntaxTree(
            compilation.SyntaxTrees[0], program.Parse(Code.Replace(before, after, StringComparison.Ordinal), "Program.cs"));
        var result = driver.RunGenerators(edited).GetRunResult().Results.Single();
        result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)
            .ShouldHaveSingleItem().ShouldBe(reason);
        result.TrackedSteps[step].SelectMany(step => step.Outputs).Select(output => output.Reason)
            .Count(found => found == IncrementalStepRunReason.Modified).ShouldBe(reason == IncrementalStepRunReason.Modified ? 1 : 0);
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Llm.Generators;

/// <summary>
/// Suppresses the warning about documentation comments before local functions if the function becomes a tool.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LocalToolSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor Described = new("LLMS001", "CS1587", "The comment describes a tool");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [Described];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree) continue;
            var root = tree.GetRoot(context.CancellationToken);
            var token = root.FindToken(diagnostic.Location.SourceSpan.Start);
            if (token.Parent?.FirstAncestorOrSelf<LocalFunctionStatementSyntax>() is not { } function) continue;
            var model = context.GetSemanticModel(tree);
            var isTool = root.DescendantNodes().Where(ToolMethods.MayBeIn)
                .SelectMany(node => ToolMethods.In(node, model, context.CancellationToken))
                .Any(method => method.OriginalDefinition.DeclaringSyntaxReferences.Any(
                    source => source.GetSyntax(context.CancellationToken) == function));
            if (isTool) context.ReportSuppression(Suppression.Create(Described, diagnostic));
        }
    }
}

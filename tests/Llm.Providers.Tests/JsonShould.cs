using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Tests;

/// <summary>Compares JSON as JSON: the order of members does not matter, that of items does.</summary>
internal static class JsonShould
{
    public static void ShouldBeJson(this JsonNode? actual, [StringSyntax(StringSyntaxAttribute.Json)] string expected) =>
        Assert.Equal(PythonJson.Canonical(JsonText.Parse(expected)), PythonJson.Canonical(actual));
}

namespace Llm.Bridge.Tests.Contract;

/// <summary>The rows of the contract.</summary>
internal static class ContractRows
{
    public static readonly IReadOnlyList<ContractRow> All = [.. OptionRows.All, .. ContentRows.All, .. MessageRows.All];
}

using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>An option lacks its value or has one that it does not take; Click shows such an error without the usage.</summary>
internal sealed class BadOptionUsageException(string message) : UsageException(message);

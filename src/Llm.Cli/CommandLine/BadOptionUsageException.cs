using Llm.Commands;

namespace Llm.Cli.CommandLine;

/// <summary>The error for an option that lacks its value or has one that it does not take; Click shows it without the usage line.</summary>
internal sealed class BadOptionUsageException(string message) : UsageException(message);

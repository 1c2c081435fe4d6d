using System.Runtime.InteropServices;
using Llm;
using Llm.Cli;
using Llm.Cli.Input;
using Llm.Cli.Output;

// A shortcut, because shells and scripts ask for the version often.
var terminal = Terminal.Open();
if (args is ["--version"])
{
    terminal.WriteLine($"llm, version {ProductVersion.Text}");
    return 0;
}

NativeHeap.Share();

// The first signal stops the request and keeps the part that was received; the second one ends the process at once.
using var interrupt = new Interrupt();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = interrupt.Raise());
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = interrupt.End(143));
using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = interrupt.End(129));

var input = StandardInput.Open(text => terminal.WriteErrorLine(text));
var context = new CliContext(terminal, input, interrupt, self => LlmHost.Create(HostSettings.Read(self)));
return new CliApplication(context).Run(args, interrupt.Token);

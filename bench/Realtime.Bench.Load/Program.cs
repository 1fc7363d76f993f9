using Realtime.Bench.Load;

// Obeys the measurement that started it until its input ends.
if (!OperatingSystem.IsLinux())
{
    Console.Error.WriteLine("The load client waits for its sockets with epoll: it runs on Linux only.");
    return 2;
}

using var loop = new LoadLoop();
loop.Run();
return 0;

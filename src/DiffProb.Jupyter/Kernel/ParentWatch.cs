using System.Diagnostics;
using System.Globalization;

namespace DiffProb;

/// <summary>Ends a kernel whose front end is gone, so that no process is left behind.</summary>
internal static class ParentWatch
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Calls back when the process is gone that started this one. Jupyter names it in JPY_PARENT_PID.</summary>
    public static void Start(Action gone)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id <= 1)
        {
            return;
        }

        new Thread(() =>
        {
            while (Lives(id))
            {
                Thread.Sleep(Pace);
            }

            gone();
        })
        { IsBackground = true, Name = "parent" }.Start();
    }

    private static bool Lives(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It lives, and is somebody else's.
            return true;
        }
    }
}

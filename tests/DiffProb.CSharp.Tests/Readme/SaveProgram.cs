// <page>
using DiffProb;
using static DiffProb.Prob;
// </page>

namespace CSharpTests.Readme;

/// <summary>The C# program of docs/how-to/save-and-resume.md, between the marks.</summary>
internal static class SaveProgram
{
    internal static (Fit Fit, Estimate Value) Run(string folder, int steps, CancellationToken cancellationToken)
    {
        // <page>
        var darts =
            from aim in Param("aim", 0.0)
            from spread in Param("spread", 1.0, Support.Positive)
            from hit in Sample("hit", new Normal(aim, spread))
            select (hit - 1.7).Square();

        var path = Path.Combine(folder, "state.safetensors");
        var run = darts.Minimize().Using(Optimizer.Adam(0.05)).Steps(steps).Seed(1).Checkpoints(path, every: 50);
        if (File.Exists(path))
        {
            run = run.ResumeFrom(Checkpoint.Load(path));     // where an earlier run was stopped
        }

        Fit fit = run.Run(cancellationToken);
        fit.Values.Save(Path.Combine(folder, "darts.json"));

        NamedTensors parameters = NamedTensors.Load(Path.Combine(folder, "darts.json"));     // some other day
        Estimate value = darts.Estimate().With(parameters).Value(cancellationToken);
        // </page>
        return (fit, value);
    }
}

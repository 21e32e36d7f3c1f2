// DiffProb as it was built here: dotnet build -c Release src/DiffProb.Jupyter
#I "../../src/DiffProb.Jupyter/bin/Release/net10.0"
#r "DiffProb.Kernels.dll"
#r "DiffProb.Distributions.dll"
#r "DiffProb.Core.dll"
#r "DiffProb.CSharp.dll"
#r "DiffProb.Interactive.dll"

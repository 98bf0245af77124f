const sider={"/":"Stupelærernes Profesjonslag","/tillitsvalgt/kurs":"Grunnkurs for tillitsvalgte: forebygging av belastningsskader"};
document.getElementById("root").textContent=sider[location.pathname]??"";
